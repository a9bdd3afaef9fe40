package dev.mooring.ownership.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final long PATIENCE = 6_000;
    private final Planner planner = new Planner(PATIENCE);

    @Test
    void firstInstance_claimsAll() {
        assertThat(planner.plan("a", Set.of("a"), free(5), Set.of(), 0).claims()).hasSize(5);
    }

    @Test
    void freeServers_areSharedOutWithoutCollisions() {
        Set<String> members = Set.of("a", "b", "c");
        List<String> claimed = new ArrayList<>();
        for (String member : members) {
            List<String> claims = planner.plan(member, members, free(50), Set.of(), 0).claims();
            assertThat(claims.size()).isBetween(16, 17);
            claimed.addAll(claims);
        }
        assertThat(claimed).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void joiningInstance_getsItsShareWithTheFewestMoves() {
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            owners.put("s" + i, i % 2 == 0 ? "a" : "b");
        }
        assertThat(settle(owners, Set.of("a", "b", "c"))).isEqualTo(16);
        assertThat(spread(owners, Set.of("a", "b", "c"))).isLessThanOrEqualTo(1);
    }

    @Test
    void twoTwoZero_movesOne() {
        Map<String, String> owners = new HashMap<>(Map.of("1", "a", "2", "a", "3", "b", "4", "b"));
        assertThat(settle(owners, Set.of("a", "b", "c"))).isEqualTo(1);
        assertThat(spread(owners, Set.of("a", "b", "c"))).isEqualTo(1);
    }

    @Test
    void balanced_nothingMoves() {
        Map<String, String> owners = new HashMap<>(Map.of("1", "c", "2", "c", "3", "b", "4", "a"));
        assertThat(settle(owners, Set.of("a", "b", "c"))).isZero();
    }

    @Test
    void serversOfAnInstanceThatIsNeitherLiveNorDead_areLeftAlone() {
        List<Planner.Server> servers = List.of(new Planner.Server("1", "x", 0), new Planner.Server("2", "a", 0));
        assertThat(planner.plan("a", Set.of("a", "b"), servers, Set.of(), 0)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void notAMember_plansNothing() {
        assertThat(planner.plan("a", Set.of("b"), free(3), Set.of(), 0)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void serverThatNobodyTakes_isTakenByTheNextAfterAPatience() {
        Set<String> members = Set.of("a", "b");
        String slow = planner.plan("a", members, free(1), Set.of(), 0).claims().isEmpty() ? "b" : "a";
        String other = slow.equals("a") ? "b" : "a";
        assertThat(planner.plan(other, members, free(1), Set.of(), PATIENCE / 2).claims()).isEmpty();
        assertThat(planner.plan(other, members, free(1), Set.of(), 3 * PATIENCE).claims()).containsExactly("s0");
    }

    @Test
    void serverTakenOutOfTurn_isSaidToBe_andIsTheLastToBeHandedOver() {
        List<Planner.Server> servers = List.of(new Planner.Server("1", "a", 0), new Planner.Server("2", "b", 0),
                new Planner.Server("3", "b", 0), new Planner.Server("refused", null, 0));
        Plan late = planner.plan("b", Set.of("a", "b"), servers, Set.of(), 3 * PATIENCE);
        assertThat(late.claims()).containsExactly("refused");
        assertThat(late.outOfTurn()).containsExactly("refused");
        assertThat(planner.plan("a", Set.of("a", "b"), servers, Set.of(), 0).outOfTurn()).isEmpty();

        List<Planner.Server> taken = List.of(new Planner.Server("1", "a", 0), new Planner.Server("2", "b", 0),
                new Planner.Server("3", "b", 0), new Planner.Server("refused", "b", 0));
        assertThat(planner.plan("b", Set.of("a", "b"), taken, Set.of("refused"), 0).handovers())
                .hasSize(1).doesNotContain("refused");
        assertThat(planner.plan("b", Set.of("a", "b"), taken, Set.of("2", "3"), 0).handovers()).containsExactly("refused");
    }

    @Test
    void randomClusters_settleToBalanceWithTheFewestMoves() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Set<String> members = new TreeSet<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                members.add("m" + i);
            }
            Map<String, String> owners = new HashMap<>();
            List<String> all = new ArrayList<>(members);
            for (int i = 0; i < random.nextInt(60); i++) {
                owners.put("s" + i, random.nextInt(4) == 0 ? null : all.get(random.nextInt(all.size())));
            }
            int fewest = fewestMoves(owners, members);
            int moved = settle(owners, members);
            assertThat(moved).as("seed %d", seed).isEqualTo(fewest);
            assertThat(owners.values()).as("seed %d", seed).doesNotContainNull();
            assertThat(spread(owners, members)).as("seed %d", seed).isLessThanOrEqualTo(1);
        }
    }

    /** Lets all plan on the same view, round by round, until nothing moves; returns how many were handed over. */
    private int settle(Map<String, String> owners, Set<String> members) {
        int moves = 0;
        for (int round = 0; round < 10; round++) {
            List<Planner.Server> servers = owners.entrySet().stream()
                    .map(e -> new Planner.Server(e.getKey(), e.getValue(), 0)).toList();
            Map<String, Plan> plans = new HashMap<>();
            members.forEach(member -> plans.put(member, planner.plan(member, members, servers, Set.of(), 0)));
            Set<String> claimed = new HashSet<>();
            for (Map.Entry<String, Plan> plan : plans.entrySet()) {
                plan.getValue().handovers().forEach(id -> owners.put(id, null));
                moves += plan.getValue().handovers().size();
                plan.getValue().claims().forEach(id -> {
                    assertThat(claimed.add(id)).as("claimed once: %s", id).isTrue();
                    owners.put(id, plan.getKey());
                });
            }
        }
        return moves;
    }

    /** Whoever has more than its share gives up the surplus; the larger shares go to those that have most. */
    private static int fewestMoves(Map<String, String> owners, Set<String> members) {
        List<Integer> counts = new ArrayList<>(members.stream()
                .map(m -> (int) owners.values().stream().filter(m::equals).count()).sorted((x, y) -> y - x).toList());
        int moves = 0;
        for (int i = 0; i < counts.size(); i++) {
            int share = owners.size() / members.size() + (i < owners.size() % members.size() ? 1 : 0);
            moves += Math.max(0, counts.get(i) - share);
        }
        return moves;
    }

    private static long spread(Map<String, String> owners, Set<String> members) {
        List<Long> counts = members.stream().map(m -> owners.values().stream().filter(m::equals).count()).sorted().toList();
        return counts.get(counts.size() - 1) - counts.get(0);
    }

    private static List<Planner.Server> free(int count) {
        List<Planner.Server> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            servers.add(new Planner.Server("s" + i, null, 0));
        }
        return servers;
    }
}
