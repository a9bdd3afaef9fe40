package dev.mooring.tracing;

/** What is recorded of one frame, which is nothing until it turns out to be a call. Safe for use by many threads in turn. */
public interface FrameTrace {

    /** The exchange property that carries it. */
    String PROPERTY = "MooringTrace";

    /** Records nothing. */
    FrameTrace NONE = new FrameTrace() { };

    /** It is a request of this method. From here on this thread's log lines carry the trace's id. */
    default void begin(String method) {
    }

    /** The tool is called; ends with the step's close. @param service that offers the tool */
    default CallStep tool(String tool, String service) {
        return CallStep.NONE;
    }

    /** It was answered with an error. @param type a word for the kind of error, without anybody's data */
    default void failed(String type) {
    }

    /** The reply is made and about to be written. */
    default void answering() {
    }

    /** Nothing more happens to the frame. */
    default void end() {
    }
}
