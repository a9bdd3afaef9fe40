package dev.mooring.ownership;

/** Who a log line is about: every line about one server ends with it, so that an operator can follow its life with grep. */
public record ServerLine(Object serverId, String name, String instanceId, long epoch) {

    public static ServerLine of(Grant grant) {
        return new ServerLine(grant.serverId(), grant.serverName(), grant.instanceId(), grant.epoch());
    }

    @Override
    public String toString() {
        return "server=" + serverId + " name=\"" + printable(name) + "\" instance=" + instanceId + " epoch=" + epoch;
    }

    /** A name is a user's text: line breaks in it must not forge log lines. */
    private static String printable(String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", " ").replace('"', '\'');
    }
}
