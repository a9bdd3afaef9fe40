package dev.mooring.faults;

import dev.mooring.judge.SeenSocket;
import dev.mooring.judge.Verdict;
import java.util.List;

/**
 * What one round of a fault came to. Times count from the moment just before the fault was injected.
 *
 * @param detectionMillis until the endpoint saw the first new connection; -1 when there was none
 * @param injectedMillis until the fault was over, for faults that have an end
 * @param settledMillis until all were connected and spread evenly again
 * @param moves changes of owner, each of them counted
 * @param imbalance the most that one instance owned, less the least, at the end
 * @param stallMillis the longest time that the machine kept a thread waiting meanwhile
 * @param faults sentences on epochs and locks that do not fit
 * @param sockets what was open when, for the picture
 */
record Round(Fault fault, int number, Verdict verdict, long detectionMillis, long injectedMillis, long settledMillis,
             int moves, int imbalance, long stallMillis, List<String> faults, List<SeenSocket> sockets) {

    boolean metTarget() {
        return fault.target().met().test(this);
    }

    int actingOverlap() {
        return verdict.overlap().acting() + verdict.overlap().strict();
    }
}
