package dev.mooring.routes;

/** A file that cannot be used as it is: why, and where in it. Told to people: no secrets, one sentence. */
public final class RefusedFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line counted from 1; 0 when the reason has no place in the file */
    public RefusedFileException(int line, String reason) {
        super(reason, null, false, false);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
