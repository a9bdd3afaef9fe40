package dev.mooring.ownership.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.ownership.OwnedConnections;
import dev.mooring.ownership.Ownership;
import dev.mooring.ownership.lease.Heart;
import dev.mooring.ownership.lease.LeaseStore;
import dev.mooring.ownership.lease.LeaseTerm;
import dev.mooring.ownership.lease.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The frame gate, driven by a clock that the test holds and a lease that it loses. */
class HoldingTest {

    private static final long SECOND = 1_000_000_000L;
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 3 * SECOND); // near the overflow: comparisons must survive it
    private final Leases leases = new Leases();
    private final List<String> fenced = new ArrayList<>();
    private final Holdings holdings = new Holdings();
    private final Locks locks = new Locks();
    private final LeaseWatcher watcher = new LeaseWatcher(
            List.of(new LeaseWatcher.Owned(holdings, new LockProtocol(new NoTable(), locks, holdings, now::get))),
            new Sockets(), new Silent());
    private final Heart heart = new Heart(leases, now::get, new Heart.Self(() -> "id" + leases.joins, beat -> "b" + beat),
            watcher, Duration.ofSeconds(10), Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(3));

    @Test
    void gate_closesAtTheFenceAfterTheSendingOfTheLastRenewal() {
        heart.beat();
        Holding holding = hold();
        leases.delay = SECOND;
        pass(2);
        heart.beat(); // sent at 2, answered at 3
        leases.delay = 0;
        pass(5);
        assertThat(holding.isOpen()).isTrue();
        pass(1);
        assertThat(holding.isOpen()).as("at 9 = 2 + 7").isFalse();
    }

    @Test
    void beat_comesBackWithinABeat() {
        assertThat(heart.beat()).isBetween(1L, 2 * SECOND);
    }

    @Test
    void watchdog_fencesOnceAndTheNextBeatStartsOverUnderANewId() {
        heart.beat();
        Holding holding = hold();
        pass(7);
        heart.watch();
        heart.watch();
        assertThat(fenced).containsExactly("id0");
        leases.down = false;
        heart.beat();
        assertThat(heart.term().instanceId()).isEqualTo("id1");
        assertThat(holding.isOpen()).isFalse();
    }

    @Test
    void joiningThatGotNoAnswer_isTriedAgainUnderAnotherIdAndItsTracesAreRemoved() {
        leases.joinAnswers = false;
        heart.beat();
        assertThat(heart.term()).isNull();
        leases.joinAnswers = true;
        heart.beat();
        assertThat(heart.term().instanceId()).isEqualTo("id1");
        assertThat(leases.removed).containsExactly("id0");
    }

    @Test
    void pausedPastTheDeadline_isNeverRevived() {
        heart.beat();
        Holding holding = hold();
        leases.delay = 8 * SECOND; // the renewal is answered, but too late
        pass(1);
        heart.beat();
        assertThat(holding.isOpen()).isFalse();
        assertThat(fenced).containsExactly("id0");
    }

    @Test
    void leaseGoneBeforeTheDeadline_gateFollowsTheOldDeadlineUntilTheLockIsBack() {
        heart.beat();
        Holding holding = hold();
        leases.gone = true;
        locks.down = true;
        pass(2);
        heart.beat(); // re-asserted, but the lock could not be put back
        assertThat(holding.isOpen()).isTrue();
        assertThat(heart.term()).isNotNull();
        pass(5);
        assertThat(heart.term()).as("the lease goes on").isNotNull();
        assertThat(holding.isOpen()).as("but not this server").isFalse();
    }

    @Test
    void leaseGoneBeforeTheDeadline_lockBack_goesOn() {
        heart.beat();
        Holding holding = hold();
        leases.gone = true;
        pass(2);
        heart.beat();
        pass(6);
        assertThat(holding.isOpen()).isTrue();
        assertThat(leases.incarnations).isEqualTo(1);
        assertThat(fenced).isEmpty();
    }

    @Test
    void lockTakenByAHigherEpochWhileGone_isClosedAtOnce() {
        heart.beat();
        Holding holding = hold();
        leases.gone = true;
        locks.taken = true;
        pass(2);
        heart.beat();
        assertThat(holding.isOpen()).isFalse();
    }

    private Holding hold() {
        LeaseTerm term = heart.term();
        Holding holding = new Holding(new Lock("1", term.instanceId(), 1),
                new OwnerRow("1", "one", true, 0, null, true, 0), term, now::get);
        holdings.add(holding);
        return holding;
    }

    private void pass(long seconds) {
        now.addAndGet(seconds * SECOND);
    }

    private final class Leases implements LeaseStore {
        private int joins;
        private int incarnations;
        private long delay;
        private boolean gone;
        private boolean down;
        private boolean joinAnswers = true;
        private final List<String> removed = new ArrayList<>();

        @Override
        public void join(String instanceId, String lease) {
            joins++;
            gone = false;
            if (!joinAnswers) {
                throw new StoreUnavailableException("no answer", null);
            }
        }

        @Override
        public Reply beat(String instanceId, String lease, boolean member, Collection<String> watched) {
            now.addAndGet(delay);
            return new Reply(!gone, "i" + incarnations, Set.of(instanceId), Map.of());
        }

        @Override
        public void newIncarnation() {
            incarnations++;
        }

        @Override
        public void leave(String instanceId) {
        }

        @Override
        public void remove(Collection<String> instanceIds) {
            removed.addAll(instanceIds);
        }
    }

    private static final class Locks implements LockStore {
        private boolean down;
        private boolean taken;

        @Override
        public Set<String> lock(Collection<Lock> wanted) {
            if (down) {
                throw new StoreUnavailableException("down", null);
            }
            return taken ? Set.of() : Set.copyOf(wanted.stream().map(Lock::id).toList());
        }

        @Override
        public void unlock(Collection<Lock> given) {
        }
    }

    private static final class NoTable implements OwnerTable {
        @Override
        public List<OwnerRow> rows() {
            return List.of();
        }

        @Override
        public Set<String> claim(Collection<OwnerRow> asRead, String instanceId) {
            return Set.of();
        }

        @Override
        public void release(Collection<Lock> given) {
        }

        @Override
        public void releaseAll(String instanceId) {
        }
    }

    private final class Sockets implements OwnedConnections {
        @Override
        public void granted(List<dev.mooring.ownership.Grant> grants) {
        }

        @Override
        public void close(Collection<Long> serverIds, End end) {
        }

        @Override
        public void removed(Collection<Long> serverIds) {
        }

        @Override
        public void fenced() {
            fenced.add("id" + (leases.joins - 1));
        }

        @Override
        public void reconnect(Collection<Long> serverIds) {
        }
    }

    private static final class Silent implements Ownership.Announcer {
        @Override
        public void joined(String instanceId) {
        }

        @Override
        public void released(List<Long> serverIds) {
        }

        @Override
        public void wake() {
        }
    }
}
