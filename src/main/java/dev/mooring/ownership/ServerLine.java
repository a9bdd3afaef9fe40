package dev.mooring.ownership;

import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Who a log line is about: every line about one server ends with it, so that an operator can follow its life with grep.
 * Where logs are JSON, a line that has one among its arguments has the same as fields.
 *
 * @param instanceId the owner, null when it is not known
 * @param epoch of that ownership, 0 when it is not known
 */
public record ServerLine(Object serverId, String name, String instanceId, long epoch) {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** The names of the fields, in JSON and in SLF4J's MDC. */
    public static final String SERVER_ID = "serverId";
    public static final String SERVER_NAME = "serverName";
    public static final String INSTANCE = "instance";
    public static final String EPOCH = "epoch";

    public static ServerLine of(Grant grant) {
        return new ServerLine(grant.serverId(), grant.serverName(), grant.instanceId(), grant.epoch());
    }

    /** Has each line that this thread logs until it is closed carry the fields, whoever logs it. */
    public Scope scope() {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put(SERVER_ID, String.valueOf(serverId));
        MDC.put(SERVER_NAME, printableName());
        if (instanceId != null) {
            MDC.put(INSTANCE, instanceId);
        }
        if (epoch > 0) {
            MDC.put(EPOCH, Long.toString(epoch));
        }
        return () -> restore(before);
    }

    private static void restore(Map<String, String> before) {
        if (before == null) {
            MDC.clear(); // the threads are pooled
        } else {
            MDC.setContextMap(before);
        }
    }

    /** Ends what {@link #scope} began. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public String toString() {
        return "server=" + serverId + " name=\"" + printableName() + "\"" + (instanceId == null ? "" : " instance=" + instanceId)
                + (epoch > 0 ? " epoch=" + epoch : "");
    }

    /** A name is a user's text: line breaks in it must not forge log lines. */
    public String printableName() {
        return name == null ? "" : CONTROL.matcher(name).replaceAll(" ").replace('"', '\'');
    }
}
