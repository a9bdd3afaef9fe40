package dev.mooring.ownership.lease;

/** Redis or PostgreSQL did not answer in time; whether it did what was asked is not known. */
public class StoreUnavailableException extends RuntimeException {

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
