package dev.mooring.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The examples of {@code docs/routes.md}, by the titles of their sections: whole files (blocks of {@code yaml}), and changes of
 * shipped ones (blocks of {@code diff}, whose lines without {@code +} must stand in the file one after the other).
 */
final class RoutesPage {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|diff)\n# routes/(\\S+)\n(.*?)^```$");

    private final String text;

    RoutesPage() {
        try {
            text = Files.readString(Path.of("docs/routes.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    /** How many examples there are on the whole page. */
    int examples() {
        return (int) BLOCK.matcher(text).results().count();
    }

    /** Does to a routes folder what a section says, and returns the files that it touched. */
    List<String> apply(String section, Path folder) {
        int begin = text.indexOf("# " + section + "\n");
        if (begin < 0) {
            throw new AssertionError("docs/routes.md has no section " + section);
        }
        int end = text.indexOf("\n#", text.indexOf("\n\n", begin));
        while (end > 0 && text.startsWith("\n# routes/", end)) {
            end = text.indexOf("\n#", end + 1);
        }
        List<MatchResult> blocks = BLOCK.matcher(end < 0 ? text.substring(begin) : text.substring(begin, end)).results().toList();
        try {
            // files of one's own first: what a template leads to must be there
            for (MatchResult block : blocks.stream().filter(each -> each.group(1).equals("yaml")).toList()) {
                RoutesRig.write(folder, block.group(2), block.group(3));
            }
            for (MatchResult block : blocks.stream().filter(each -> each.group(1).equals("diff")).toList()) {
                Path file = folder.resolve(block.group(2));
                Files.writeString(file, changed(Files.readString(file), block.group(3), block.group(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks.stream().map(block -> block.group(2)).toList();
    }

    private static String changed(String before, String change, String file) {
        StringBuilder old = new StringBuilder();
        StringBuilder now = new StringBuilder();
        change.lines().forEach(line -> {
            String rest = line.isEmpty() ? "" : line.substring(1);
            if (!line.startsWith("+")) {
                old.append(rest).append('\n');
            }
            if (!line.startsWith("-")) {
                now.append(rest).append('\n');
            }
        });
        int at = before.indexOf(old.toString());
        if (at < 0 || before.indexOf(old.toString(), at + 1) > 0) {
            throw new AssertionError("docs/routes.md: not there, or there twice, in routes/" + file + ":\n" + old);
        }
        return before.substring(0, at) + now + before.substring(at + old.length());
    }
}
