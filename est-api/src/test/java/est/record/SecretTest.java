package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Until when a one-time secret is good: by the time at which the database gave it away, whatever our clock shows. */
class SecretTest {
    private static final Instant CREATED = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant EXPIRES = CREATED.plusSeconds(60);
    private static final Duration WINDOW = Duration.ofHours(1);

    private static boolean isGood(Optional<Instant> spentAt, Instant readAt, boolean disabled) {
        return new Secret(
                        UUID.randomUUID(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        EXPIRES,
                        spentAt,
                        readAt,
                        disabled)
                .isGood(WINDOW);
    }

    @Test
    void I_12_a_secret_is_good_until_it_expires_by_the_clock_of_the_database() {
        assertThat(isGood(Optional.empty(), EXPIRES.minusMillis(1), false)).isTrue();
        assertThat(isGood(Optional.empty(), EXPIRES, false)).isFalse();
    }

    @Test
    void a_spent_secret_is_good_for_the_repeat_as_long_as_the_window_lasts() {
        Optional<Instant> spent = Optional.of(CREATED);
        assertThat(isGood(spent, CREATED.plus(WINDOW).minusMillis(1), false)).isTrue();
        assertThat(isGood(spent, CREATED.plus(WINDOW), false)).isFalse();
    }

    @Test
    void a_disabled_secret_is_never_good() {
        assertThat(isGood(Optional.empty(), CREATED, true)).isFalse();
        assertThat(isGood(Optional.of(CREATED), CREATED, true)).isFalse();
    }
}
