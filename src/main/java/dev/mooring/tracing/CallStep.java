package dev.mooring.tracing;

/** A part of a call: the tool's, or one request to its backend. */
public interface CallStep extends AutoCloseable {

    /** Records nothing. */
    CallStep NONE = new CallStep() { };

    /** One request to the backend, a part of this part. @param method such as {@code tools/call} */
    default CallStep request(String method) {
        return NONE;
    }

    /** What the backend is to be told, as W3C Trace Context has it; null for nothing. */
    default String traceparent() {
        return null;
    }

    /** It did not end well. @param type a word for the kind of failure, without anybody's data */
    default void failed(String type) {
    }

    @Override
    default void close() {
    }
}
