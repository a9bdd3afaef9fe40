package dev.mooring.mcp.backend;

import java.util.regex.Pattern;

/** Turns an exception into a sentence that may be shown: no class names, no stack, no secrets of addresses. */
public final class FailureText {

    private static final int MAX_LENGTH = 500;
    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z_][\\w]*\\.)+[A-Z][\\w$]*(?::\\s*)?");
    private static final Pattern QUERY = Pattern.compile("(\\b[a-z][a-z0-9+.-]*://[^\\s?#\"']*)[?#][^\\s\"']*");
    private static final Pattern USER_INFO = Pattern.compile("(\\b[a-z][a-z0-9+.-]*://)[^\\s/@\"']+@");

    private FailureText() {
    }

    /** The innermost message that says something, or null when none does. */
    public static String of(Throwable failure) {
        String text = null;
        int depth = 0;
        for (Throwable t = failure; t != null && depth++ < 20; t = t.getCause()) {
            if (t.getMessage() != null && !programmingError(t)) {
                text = t.getMessage();
            }
        }
        return text == null ? null : clean(text);
    }

    /** The text in one line of at most 500 characters, without what must not be shown. */
    public static String clean(String text) {
        String line = text.length() > 4 * MAX_LENGTH ? text.substring(0, 4 * MAX_LENGTH) : text;
        line = line.lines().findFirst().orElse("");
        line = QUERY.matcher(line).replaceAll("$1?***");
        line = USER_INFO.matcher(line).replaceAll("$1***@");
        line = CLASS_NAME.matcher(line).replaceAll("").strip();
        return line.isEmpty() ? null : line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }

    /** Their messages speak of classes and variables, which tells a caller nothing. */
    private static boolean programmingError(Throwable t) {
        return t instanceof NullPointerException || t instanceof ClassCastException
                || t instanceof IndexOutOfBoundsException || t instanceof LinkageError;
    }
}
