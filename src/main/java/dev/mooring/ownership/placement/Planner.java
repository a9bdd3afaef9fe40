package dev.mooring.ownership.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides, from what everybody can see, what one instance should claim and hand over. A pure function: every instance
 * that sees the same comes to the same assignment, so that claims rarely collide, and where views differ the conditional
 * claim decides.
 *
 * <p>Each member's share is n/m, the remainder going to those that own the most already: so max - min &lt;= 1 is reached
 * with the fewest moves. Free servers go to members below their share by rendezvous hash. One that stays free although
 * another member should have taken it is taken by the next in its order, a patience later each.
 */
public final class Planner {

    /**
     * A server to be placed.
     *
     * @param owner the live instance that owns it; null if it is free
     * @param freeSince when it was first seen free, nanoseconds of the planner's clock; meaningless with an owner
     */
    public record Server(String id, String owner, long freeSince) {
    }

    private final long patienceNanos;

    public Planner(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /**
     * Plans for one member.
     *
     * @param members all live ones; one that is not among them gets an empty plan
     * @param servers all that should be owned
     * @param unwelcome own ones that this member took because another one would not: they are the last to be handed over,
     *     or they would come and go between the two
     * @param now nanoseconds of the clock that {@code freeSince} was read from
     */
    public Plan plan(String me, Collection<String> members, Collection<Server> servers, Set<String> unwelcome,
                     long now) {
        if (!members.contains(me)) {
            return Plan.NOTHING;
        }
        Map<String, Integer> owned = new HashMap<>();
        members.forEach(member -> owned.put(member, 0));
        servers.forEach(server -> owned.computeIfPresent(String.valueOf(server.owner), (m, count) -> count + 1));
        Map<String, Integer> shares = shares(owned, servers.size());
        Set<String> outOfTurn = new HashSet<>();
        List<String> claims = claims(me, owned, shares, servers, now, outOfTurn);
        return new Plan(claims, outOfTurn, handovers(me, owned, shares, servers, unwelcome));
    }

    private static Map<String, Integer> shares(Map<String, Integer> owned, int servers) {
        List<String> byLoad = owned.keySet().stream()
                .sorted(Comparator.<String>comparingInt(owned::get).reversed().thenComparing(m -> m)).toList();
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < byLoad.size(); i++) {
            shares.put(byLoad.get(i), servers / byLoad.size() + (i < servers % byLoad.size() ? 1 : 0));
        }
        return shares;
    }

    private List<String> claims(String me, Map<String, Integer> owned, Map<String, Integer> shares,
                                Collection<Server> servers, long now, Set<String> outOfTurn) {
        Map<String, Integer> room = new HashMap<>();
        shares.forEach((member, share) -> room.put(member, Math.max(0, share - owned.get(member))));
        List<String> claims = new ArrayList<>();
        servers.stream().filter(s -> s.owner == null).sorted(Comparator.comparing(Server::id)).forEach(server -> {
            List<String> order = room.keySet().stream().sorted(Comparator.<String>comparingLong(
                    member -> Rendezvous.weight(member, server.id)).reversed()).toList();
            String assigned = order.stream().filter(m -> room.get(m) > 0).findFirst().orElse(order.get(0));
            room.computeIfPresent(assigned, (m, left) -> left - 1);
            long rank = assigned.equals(me) ? 0 : 1 + order.indexOf(me);
            if (now - server.freeSince >= rank * patienceNanos) {
                claims.add(server.id);
                if (rank > 0) {
                    outOfTurn.add(server.id);
                }
            }
        });
        return claims;
    }

    private static List<String> handovers(String me, Map<String, Integer> owned, Map<String, Integer> shares,
                                          Collection<Server> servers, Set<String> unwelcome) {
        int surplus = Math.max(0, owned.get(me) - shares.get(me));
        return servers.stream().filter(s -> me.equals(s.owner)).map(Server::id)
                .sorted(Comparator.<String, Boolean>comparing(unwelcome::contains)
                        .thenComparing(id -> Rendezvous.weight(me, id))).limit(surplus).toList();
    }
}
