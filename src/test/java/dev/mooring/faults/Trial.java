package dev.mooring.faults;

import dev.mooring.judge.SeenSocket;
import dev.mooring.judge.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One round of one fault: a cluster at work, the fault, the time until all is well again, the verdict. */
final class Trial {

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Bed bed;
    private final Fault fault;

    Trial(Bed bed, Fault fault) {
        this.bed = bed;
        this.fault = fault;
    }

    Round run(int number) throws Exception {
        bed.complete();
        bed.judge.forget();
        bed.judge.calls(bed.pace.callsPerSecond());
        awaitCalls();
        try (OwnerWatch owners = new OwnerWatch(bed::snapshot); StallMeter stalls = new StallMeter()) {
            long since = bed.judge.now();
            fault.injection().into(bed);
            long injected = bed.judge.now();
            long settled = settle(injected);
            awaitCalls();
            bed.judge.calls(0);
            bed.await(PATIENCE, "finished with its calls after " + fault,
                    () -> bed.judge.verdict(since).calls().inFlight() == 0);
            List<String> faults = new ArrayList<>(atRest());
            Verdict verdict = bed.judge.verdict(since);
            int moves = owners.moves();
            faults.addAll(owners.faults());
            List<SeenSocket> sockets = bed.judge.sockets(since);
            long detected = sockets.stream().mapToLong(SeenSocket::accepted).filter(at -> at >= since).min().orElse(-1);
            return new Round(fault, number, verdict, detected < 0 ? -1 : millis(detected - since),
                    millis(injected - since), millis(settled - since), moves,
                    bed.snapshot().imbalance(bed.running().size()), stalls.longestMillis(), faults, sockets);
        }
    }

    /**
     * Waits until all is well, and watches on until a wrongly forgotten lease would have shown.
     *
     * @return when all was well for good
     */
    private long settle(long injected) throws InterruptedException {
        bed.await(PATIENCE, "connected and balanced after " + fault, bed::balanced);
        long settled = bed.judge.now();
        while (bed.judge.now() - injected < bed.pace.lease().plus(bed.pace.beat()).toNanos()) {
            TimeUnit.MILLISECONDS.sleep(250);
            if (!bed.balanced()) {
                bed.await(PATIENCE, "connected and balanced for good after " + fault, bed::balanced);
                settled = bed.judge.now();
            }
        }
        return settled;
    }

    /** Waits until every server was called, so that a fault meets a cluster at work, and an end is one. */
    private void awaitCalls() {
        long begin = bed.judge.now();
        bed.await(PATIENCE, "answering calls", () -> bed.judge.verdict(begin).calls().answered() >= bed.pace.servers());
    }

    /**
     * Waits until all is well and each lock in Redis fits its row: what does not fit is put right by the owners every 30 s.
     * What lasts longer is told.
     */
    private List<String> atRest() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        List<String> faults = lockFaults();
        while (!(faults.isEmpty() && bed.balanced()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
            faults = lockFaults();
        }
        return faults;
    }

    private List<String> lockFaults() {
        return bed.snapshot().lockFaults(bed.redis.commands());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
