package dev.mooring.events;

import dev.mooring.ownership.ClusterView;
import dev.mooring.ownership.ClusterView.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** How servers and the cluster were when last looked at; each look returns what there is to tell. For one thread. */
final class Board {

    /** Of this instance while it has no lease, so of nobody. */
    private static final String NO_ID = "none";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Pictures pictures;
    private final ClusterView view;
    private final Map<Long, ServerPicture> servers = new TreeMap<>();
    private Map<String, Member> members = Map.of();
    private long databaseDownSince;
    private boolean databaseDown;

    Board(Pictures pictures, ClusterView view) {
        this.pictures = pictures;
        this.view = view;
    }

    /** The first look. @throws DataAccessException when PostgreSQL does not answer */
    void fill() {
        servers.clear();
        servers.putAll(pictures.all());
        members = members();
    }

    void clear() {
        servers.clear();
        members = Map.of();
    }

    List<ServerPicture> servers(long userId, boolean all) {
        return servers.values().stream().filter(server -> all || server.userId() == userId).toList();
    }

    Collection<Member> instances() {
        return members.values();
    }

    /** Looks at these servers. While PostgreSQL is down the connections of those that are known are still looked at. */
    List<Told> look(Collection<Long> ids) {
        return ids.isEmpty() ? List.of() : take(ids, read(() -> pictures.of(ids), one -> ids.contains(one.id())));
    }

    /** Looks at everything. */
    List<Told> lookAtAll() {
        return lookAt(pictures::all, one -> true);
    }

    /** Looks at what a user has. */
    List<Told> lookAtUser(long userId) {
        return lookAt(() -> pictures.ofUser(userId), one -> one.userId() == userId);
    }

    private List<Told> lookAt(Supplier<Map<Long, ServerPicture>> source, Predicate<ServerPicture> which) {
        Map<Long, ServerPicture> now = read(source, which);
        Set<Long> ids = new HashSet<>(now.keySet());
        servers.values().stream().filter(which).forEach(one -> ids.add(one.id()));
        return take(ids, now);
    }

    List<Told> lookAtCluster() {
        Map<String, Member> now = members();
        List<Told> told = Differences.of(members, now);
        members = now;
        return told;
    }

    private Map<Long, ServerPicture> read(Supplier<Map<Long, ServerPicture>> source, Predicate<ServerPicture> which) {
        long now = System.nanoTime();
        if (!databaseDown || now - databaseDownSince > PATIENCE_NANOS) {
            try {
                Map<Long, ServerPicture> read = source.get();
                databaseDown = false;
                return read;
            } catch (DataAccessException | TransactionException e) {
                databaseDown = true;
                databaseDownSince = System.nanoTime();
            }
        }
        return pictures.again(servers.values().stream().filter(which).toList());
    }

    private List<Told> take(Collection<Long> ids, Map<Long, ServerPicture> read) {
        List<Told> told = new ArrayList<>();
        for (Long id : ids) {
            ServerPicture before = servers.get(id);
            ServerPicture now = read.get(id);
            if (now == null) {
                servers.remove(id);
            } else {
                if (before != null && now.status().equals(ServerPicture.UNKNOWN)) {
                    // Redis cannot be read: nothing is known to have changed
                    now = now.with(before.status(), before.instanceId(), before.connectedAt(), before.lastError());
                }
                servers.put(id, now);
            }
            told.addAll(Differences.of(before, now));
        }
        return told;
    }

    private Map<String, Member> members() {
        Map<String, Member> now = new LinkedHashMap<>();
        view.members().stream().filter(member -> !NO_ID.equals(member.instanceId()))
                .forEach(member -> now.put(member.instanceId(), member));
        return now;
    }
}
