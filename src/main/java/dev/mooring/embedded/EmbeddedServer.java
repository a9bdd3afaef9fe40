package dev.mooring.embedded;

/** A server that lives in a process of its own and belongs to one data folder. Called only under the start lock. */
public interface EmbeddedServer {

    /** As a user would say it, such as {@code PostgreSQL}. */
    String name();

    /**
     * Joins the server if it runs and is ours, else starts it; returns when it answers.
     *
     * @return whether it had to be started
     * @throws EmbeddedException if it cannot be had, with what to do about it
     */
    boolean ensureRunning();

    /** Stops the server if it runs and is ours; returns when it is gone. */
    void stop();
}
