package dev.mooring.security;

import dev.mooring.api.Problems;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Has Prometheus go on reading while PostgreSQL is down, which is when its numbers are needed most: a token that has read
 * the metrics lately is taken for what it was then. For {@value #PATH} and nothing else, and for an hour at most.
 */
final class KnownScrapers {

    static final String PATH = "/actuator/prometheus";
    private static final long TRUSTED_NANOS = Duration.ofHours(1).toNanos();
    private static final int MOST = 20;

    private record Known(User user, long since) {
    }

    private final Function<String, Optional<User>> lookUp;
    private final Map<String, Known> known = new LinkedHashMap<>();

    /** @param lookUp finds a token's user, in PostgreSQL */
    KnownScrapers(Function<String, Optional<User>> lookUp) {
        this.lookUp = lookUp;
    }

    /** Whose token it is; throws what the look-up throws for one that is not known here either. */
    Optional<User> user(String token) {
        String hash = ApiTokens.hash(token);
        Optional<User> found;
        try {
            found = lookUp.apply(token);
        } catch (RuntimeException e) {
            Known scraper = find(hash);
            if (scraper == null || !Problems.isDatabaseDown(e)) {
                throw e;
            }
            return Optional.of(scraper.user);
        }
        note(hash, found);
        return found;
    }

    private synchronized Known find(String hash) {
        Known scraper = known.get(hash);
        return scraper != null && System.nanoTime() - scraper.since < TRUSTED_NANOS ? scraper : null;
    }

    private synchronized void note(String hash, Optional<User> user) {
        known.remove(hash);
        user.ifPresent(one -> known.put(hash, new Known(one, System.nanoTime())));
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
