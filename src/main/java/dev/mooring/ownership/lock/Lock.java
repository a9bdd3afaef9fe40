package dev.mooring.ownership.lock;

/** An owner and its fencing epoch; in Redis the value {@code {owner}|{epoch}}. */
public record Lock(String id, String owner, long epoch) {

    public String value() {
        return owner + "|" + epoch;
    }
}
