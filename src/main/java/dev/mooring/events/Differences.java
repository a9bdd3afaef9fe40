package dev.mooring.events;

import dev.mooring.ownership.ClusterView.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What there is to tell when something is not as it was when last seen. Pure functions. */
final class Differences {

    private Differences() {
    }

    /** @param before null when the server is new; @param now null when it is gone */
    static List<Told> of(ServerPicture before, ServerPicture now) {
        List<Told> told = new ArrayList<>();
        if (now == null) {
            if (before != null) {
                told.add(new Told("server-deleted", before.userId(), named(before)));
            }
            return told;
        }
        if (before == null) {
            told.add(new Told("server-created", now.userId(), now.shown()));
            if (now.isConnected()) { // so that who waits for this need not look at creations
                told.add(new Told("connected", now.userId(), now.shown()));
            }
            return told;
        }
        if (!before.mark().equals(now.mark())) {
            told.add(new Told("server-changed", now.userId(), now.shown()));
        }
        if (before.revision() != now.revision()) {
            told.add(new Told("tools-changed", now.userId(), named(now)));
        }
        if (!Objects.equals(before.instanceId(), now.instanceId())) {
            Map<String, Object> data = now.shown();
            data.put("previousInstanceId", before.instanceId());
            told.add(new Told("owner-changed", now.userId(), data));
        }
        String connection = connection(before, now);
        if (connection != null) {
            Map<String, Object> data = now.shown();
            data.put("previousStatus", before.status());
            told.add(new Told(connection, now.userId(), data));
        }
        return told;
    }

    private static String connection(ServerPicture before, ServerPicture now) {
        if (now.isConnected() && (!before.isConnected() || !Objects.equals(before.connectedAt(), now.connectedAt()))) {
            return "connected"; // also when it was away between two looks
        }
        if (before.isConnected() && !now.isConnected() && !now.status().equals(ServerPicture.UNKNOWN)) {
            return "disconnected";
        }
        return before.status().equals(now.status()) && Objects.equals(before.lastError(), now.lastError()) ? null
                : "status-changed";
    }

    private static Map<String, Object> named(ServerPicture server) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("serverId", server.id());
        data.put("name", server.name());
        return data;
    }

    /** The cluster then and now, by instance id. */
    static List<Told> of(Map<String, Member> before, Map<String, Member> now) {
        List<Told> told = new ArrayList<>();
        before.forEach((id, member) -> {
            if (!now.containsKey(id)) {
                told.add(new Told("instance-left", null, shown(member)));
            }
        });
        now.forEach((id, member) -> {
            Member known = before.get(id);
            if (known == null) {
                told.add(new Told("instance-joined", null, shown(member)));
            } else if (known.phase() != member.phase()) {
                Map<String, Object> data = shown(member);
                data.put("previousPhase", known.phase().name());
                told.add(new Told("instance-changed", null, data));
            }
        });
        return told;
    }

    static Map<String, Object> shown(Member member) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("instanceId", member.instanceId());
        shown.put("address", member.address());
        shown.put("phase", member.phase().name());
        shown.put("owned", member.owned());
        return shown;
    }
}
