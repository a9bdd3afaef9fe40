package dev.mooring.routes;

import dev.mooring.routes.FileItem.Kind;
import dev.mooring.routes.RouteSwap.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route files as they are used: what each brought in, and which of them were refused. {@link #look} compares them with
 * the folder; each file is taken or refused as a whole.
 */
public final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    /** One file as the REST API shows it; {@code routes} are those that run because of it, also of an older version. */
    public record FileView(String file, String state, Instant since, Integer line, String error, List<String> routes) {
    }

    private record Entry(Version used, String seen, Instant since, RefusedFileException refused, boolean mayBeUnfinished) {

        Entry refuse(String content, RefusedFileException why) {
            return new Entry(used, content, Instant.now(), why, false);
        }
    }

    private final RouteFolder folder;
    private final String prefix;
    private final FileCheck check;
    private final RunningRoutes running;
    private final RouteSwap swap;
    private final Map<String, Entry> entries = new TreeMap<>();
    private boolean folderTold;

    /** @param prefix what file names begin with when they are shown, such as {@code routes/} */
    RouteFiles(RouteFolder folder, String prefix, FileCheck check, RunningRoutes running, RouteSwap swap) {
        this.folder = folder;
        this.prefix = prefix;
        this.check = check;
        this.running = running;
        this.swap = swap;
    }

    /** Takes what the context was started with for used; to be called once, before the first look. */
    public synchronized void startFrom(Map<String, String> contents) {
        contents.forEach((name, content) -> {
            try {
                entries.put(name, new Entry(version(name, content), content, Instant.now(), null, false));
            } catch (RefusedFileException e) {
                LOG.warn("{}: {}; edits of this file need a restart until it is mended", place(name, e), e.getMessage());
                entries.put(name, new Entry(nothing(name), content, Instant.now(), e, false));
            }
        });
    }

    /**
     * Compares with the folder and takes over what changed. What was changed in this very moment is left to the next look: an
     * editor may be about to write the rest.
     *
     * @param settle waits for the short time in which a writing editor would write on
     */
    public synchronized void look(Runnable settle) {
        Map<String, String> first = read().orElse(null);
        if (first != null && isNews(first)) {
            settle.run();
            Map<String, String> second = read().orElse(null);
            if (second != null) {
                takeOver(first, second);
            }
        }
        swap.endReplaced(false);
    }

    /** Ends the replaced routes that still linger. */
    public synchronized void close() {
        swap.endReplaced(true);
    }

    public synchronized List<FileView> files() {
        List<FileView> views = new ArrayList<>();
        entries.forEach((name, entry) -> {
            RefusedFileException refused = entry.refused();
            List<String> routes = entry.used().items().stream().flatMap(item -> item.routeIds().stream())
                    .filter(running::has).toList();
            views.add(new FileView(prefix + name, refused == null ? "loaded" : "refused", entry.since(),
                    refused == null || refused.line() == 0 ? null : refused.line(),
                    refused == null ? null : refused.getMessage(), routes));
        });
        return views;
    }

    private Optional<Map<String, String>> read() {
        Optional<Map<String, String>> contents = folder.read();
        if (contents.isEmpty() && !folderTold) {
            LOG.warn("The folder {} cannot be read now; the routes stay as they are", prefix);
        }
        folderTold = contents.isEmpty();
        return contents;
    }

    private boolean isNews(Map<String, String> contents) {
        return !contents.keySet().equals(entries.keySet()) || contents.entrySet().stream().anyMatch(file -> {
            Entry entry = entries.get(file.getKey());
            return entry.mayBeUnfinished() || !Objects.equals(entry.seen(), file.getValue());
        });
    }

    private void takeOver(Map<String, String> first, Map<String, String> second) {
        Set<String> names = new TreeSet<>(entries.keySet());
        names.addAll(first.keySet());
        names.removeIf(name -> first.containsKey(name) != second.containsKey(name)
                || !Objects.equals(first.get(name), second.get(name)));
        boolean anyTaken = false;
        for (String name : names) { // what is gone makes room first
            if (!second.containsKey(name) && entries.containsKey(name)) {
                delete(name);
                anyTaken = true;
            }
        }
        names.retainAll(second.keySet());
        do {
            boolean room = anyTaken;
            anyTaken = false;
            for (String name : names) {
                Entry entry = entries.get(name);
                boolean news = entry == null || entry.mayBeUnfinished() || !Objects.equals(entry.seen(), second.get(name));
                if ((news || room && entry.refused() != null) && take(name, second.get(name))) {
                    anyTaken = true;
                }
            }
        } while (anyTaken); // what was refused for an id that another file had may be right now
    }

    private void delete(String name) {
        Entry entry = entries.remove(name);
        try {
            swap.apply(entry.used(), nothing(name));
            LOG.info("{}{}: deleted; gone are {}", prefix, name, ids(entry.used().items()));
        } catch (RefusedFileException e) {
            LOG.warn("{}{}: its routes could not be removed: {}", prefix, name, e.getMessage());
        }
    }

    /** Returns whether the file is in use now and was not, in this version, before. */
    private boolean take(String name, String content) {
        Entry before = entries.getOrDefault(name, new Entry(nothing(name), null, Instant.now(), null, false));
        boolean secondLook = before.mayBeUnfinished() && Objects.equals(before.seen(), content);
        boolean told = before.refused() != null && Objects.equals(before.seen(), content);
        try {
            if (content == null) {
                throw new RefusedFileException(0, "cannot be read as UTF-8 text");
            }
            if (content.isBlank()) {
                throw new RefusedFileException(0, "is empty; delete it to take its routes away");
            }
            Version after = version(name, content);
            requireRoom(name, before.used(), after);
            boolean same = sameItems(before.used().items(), after.items());
            if (!same) {
                check.check(after.resource(), content, after.items());
                swap.apply(before.used(), after);
            }
            entries.put(name, new Entry(after, content, same && before.refused() == null ? before.since() : Instant.now(), null, false));
            if (!same) {
                LOG.info("{}{}: taken over; it brings {}", prefix, name, ids(after.items()));
            } else if (before.refused() != null) {
                LOG.info("{}{}: as it was before it was refused", prefix, name);
            }
            return !same;
        } catch (RefusedFileException e) {
            if (!secondLook && !told && (content == null || content.isBlank() || e.line() == 0 || before.refused() == null)) {
                entries.put(name, new Entry(before.used(), content, before.since(), before.refused(), true));
            } else {
                entries.put(name, told ? before : before.refuse(content, e));
                if (!told) {
                    LOG.warn("{}: refused: {}; {}", place(name, e), e.getMessage(),
                            before.used().items().isEmpty() ? "nothing of it runs" : "what it said before goes on");
                }
            }
            return false;
        }
    }

    /** Ids and entrances belong to one file. */
    private void requireRoom(String name, Version before, Version after) throws RefusedFileException {
        Set<String> own = new HashSet<>();
        before.items().forEach(item -> own.addAll(item.routeIds()));
        for (FileItem item : after.items()) {
            for (String id : item.routeIds()) {
                if (!own.contains(id) && running.has(id)) {
                    throw new RefusedFileException(item.line(), "there is a route '%s' already%s".formatted(id, where(id)));
                }
            }
            if (item.kind() == Kind.TEMPLATE && entries.entrySet().stream().anyMatch(entry -> !entry.getKey().equals(name)
                    && entry.getValue().used().items().stream()
                            .anyMatch(other -> other.kind() == Kind.TEMPLATE && other.id().equals(item.id())))) {
                throw new RefusedFileException(item.line(), "there is a route template '%s' already".formatted(item.id()));
            }
            requireEntrance(item, own);
        }
    }

    private void requireEntrance(FileItem item, Set<String> own) throws RefusedFileException {
        String entrance = item.entrance();
        if (entrance == null) {
            return;
        }
        for (RouteDefinition route : running.definitions()) {
            FileItem other = new FileItem(Kind.ROUTE, "", 0, "", List.of(), route.getInput().getEndpointUri());
            if (!own.contains(route.getId()) && entrance.equals(other.entrance())) {
                throw new RefusedFileException(item.line(), "the route '%s'%s begins with %s already; only one may"
                        .formatted(route.getId(), where(route.getId()), entrance));
            }
        }
    }

    private String where(String routeId) {
        return entries.entrySet().stream().filter(entry -> entry.getValue().used().items().stream()
                        .anyMatch(item -> item.routeIds().contains(routeId)))
                .findFirst().map(entry -> " (in " + prefix + entry.getKey() + ")").orElse("");
    }

    private Version version(String name, String content) throws RefusedFileException {
        Resource resource = ResourceHelper.fromString("file:" + prefix + name, content);
        return new Version(resource, content, FileText.read(content));
    }

    private Version nothing(String name) {
        return new Version(ResourceHelper.fromString("file:" + prefix + name, ""), "", List.of());
    }

    private static boolean sameItems(List<FileItem> one, List<FileItem> other) {
        return one.size() == other.size() && java.util.stream.IntStream.range(0, one.size())
                .allMatch(i -> one.get(i).sameAs(other.get(i)));
    }

    private String place(String name, RefusedFileException why) {
        return prefix + name + (why.line() == 0 ? "" : ":" + why.line());
    }

    private static String ids(List<FileItem> items) {
        return String.join(", ", items.stream().flatMap(item -> item.kind() == Kind.TEMPLATE
                ? java.util.stream.Stream.of("template " + item.id()) : item.routeIds().stream()).toList());
    }
}
