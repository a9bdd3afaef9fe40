package dev.mooring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class KnownScrapersTest {

    private static final User ADMIN = new User(1, "admin", "hash", User.Role.ADMIN, Instant.EPOCH);
    private boolean down;
    private boolean deleted;
    private final KnownScrapers scrapers = new KnownScrapers(token -> {
        if (down) {
            throw new DataAccessResourceFailureException("PostgreSQL is away");
        }
        return token.equals("known") && !deleted ? Optional.of(ADMIN) : Optional.empty();
    });

    @Test
    void tokenThatHasReadBefore_goesOnReadingWhilePostgresIsDown_andNoOther() {
        assertThat(scrapers.user("known")).contains(ADMIN);
        assertThat(scrapers.user("unknown")).isEmpty();
        down = true;
        assertThat(scrapers.user("known")).contains(ADMIN);
        assertThatThrownBy(() -> scrapers.user("unknown")).isInstanceOf(DataAccessResourceFailureException.class);
    }

    @Test
    void tokenThatWasDeletedBefore_isNotRemembered() {
        scrapers.user("known");
        deleted = true;
        assertThat(scrapers.user("known")).isEmpty();
        down = true;
        assertThatThrownBy(() -> scrapers.user("known")).isInstanceOf(DataAccessResourceFailureException.class);
    }
}
