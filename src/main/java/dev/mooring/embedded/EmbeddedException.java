package dev.mooring.embedded;

/** The embedded servers could not be started or joined. The message is one sentence that a user can act on. */
public class EmbeddedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
