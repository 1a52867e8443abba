package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.PasswordAttempt.Admitted;
import est.record.PasswordAttempt.Delayed;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Failed passwords on real PostgreSQL. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class FailedPasswordsTest extends RecordTest {

    private static final PasswordLimits LIMITS = new PasswordLimits(
            new DelayCurve(3, Duration.ofMinutes(1), Duration.ofMinutes(4)),
            new DelayCurve(20, Duration.ofSeconds(30), Duration.ofSeconds(60)),
            Duration.ofHours(24));
    private static final String LABEL = "default";
    private static final String HERE = "7f000001";

    @Inject
    FailedPasswords passwords;

    @Inject
    DatabaseSettings settings;

    @Inject
    Vertx vertx;

    private final String user = "user-" + UUID.randomUUID();

    private PasswordAttempt admit(String network) {
        return await(passwords.admit(LABEL, user, network, LIMITS));
    }

    private void fail(FailedPasswords replica, String network) {
        await(replica.failed((Admitted) await(replica.admit(LABEL, user, network, LIMITS)), LIMITS));
    }

    private void fail(int times) {
        for (int n = 0; n < times; n++) {
            fail(passwords, HERE);
        }
    }

    private void letPass(String time) throws java.sql.SQLException {
        sql.asApplication("update est.failed_password set last_at = last_at - interval '" + time + "'");
    }

    private static long waits(PasswordAttempt attempt) {
        return attempt instanceof Delayed delayed ? delayed.retryAfter().toSeconds() : 0;
    }

    @Test
    void T_9_the_third_failure_costs_time_and_each_further_one_twice_as_much() throws Exception {
        fail(2);
        assertThat(admit(HERE)).isInstanceOf(Admitted.class);
        fail(1);
        assertThat(waits(admit(HERE))).isBetween(55L, 60L);
        assertThat(admit("7f000002")).isInstanceOf(Admitted.class);
        letPass("61 seconds");
        fail(1);
        assertThat(waits(admit(HERE))).isBetween(115L, 120L);
        letPass("121 seconds");
        fail(1);
        letPass("241 seconds");
        fail(1);
        assertThat(waits(admit(HERE))).isBetween(235L, 240L);
    }

    @Test
    void T_9_a_success_forgives_the_failures_of_its_network() throws Exception {
        fail(3);
        letPass("61 seconds");
        await(passwords.succeeded((Admitted) admit(HERE)));
        fail(2);
        assertThat(admit(HERE)).isInstanceOf(Admitted.class);
    }

    @Test
    void T_9_an_account_guessed_at_from_everywhere_is_slow_for_everybody_and_not_for_long() {
        for (int n = 0; n < 20; n++) {
            fail(passwords, "network" + n);
        }
        assertThat(waits(admit("a network that never failed"))).isBetween(25L, 30L);
    }

    @Test
    void T_9_of_a_hundred_at_once_all_count_or_wait() throws Exception {
        List<PasswordAttempt> first = atOnce(100, n -> passwords.admit(LABEL, user, HERE, LIMITS));
        assertThat(first).allMatch(Admitted.class::isInstance);
        atOnce(100, n -> passwords.failed((Admitted) first.get(n), LIMITS).replaceWith(true));
        assertThat(waits(admit(HERE))).isBetween(235L, 240L);
        letPass("241 seconds");

        List<PasswordAttempt> second = atOnce(100, n -> passwords.admit(LABEL, user, HERE, LIMITS));
        assertThat(only(Admitted.class, second)).hasSize(1);
    }

    @Test
    void T_6_failures_at_one_label_are_none_of_another() {
        for (int n = 0; n < 20; n++) {
            fail(passwords, "network" + n);
        }
        assertThat(waits(admit("network0"))).isPositive();
        assertThat(await(passwords.admit("ward", user, "network0", LIMITS))).isInstanceOf(Admitted.class);
    }

    @Test
    void I_14_T_9_what_failed_at_one_replica_is_slow_at_the_other() {
        PgConnectOptions options = PgConnectOptions.fromUri(settings.url())
                .setUser(settings.username())
                .setPassword(settings.password().reveal());
        Pool pool = PgBuilder.pool()
                .connectingTo(options)
                .using(io.vertx.mutiny.core.Vertx.newInstance(vertx))
                .build();
        try {
            FailedPasswords other = new FailedPasswords(new DatabaseCalls(vertx, pool));
            fail(2);
            fail(other, HERE);
            assertThat(waits(admit(HERE))).isPositive();
            assertThat(waits(await(other.admit(LABEL, user, HERE, LIMITS)))).isPositive();
        } finally {
            await(pool.close());
        }
    }

    @Test
    void I_8_rows_are_bounded_and_the_most_guessed_stays() {
        fail(3);
        FailedPasswords small = new FailedPasswords(new DatabaseCalls(vertx, pool), 10, 5);
        for (int n = 0; n < 20; n++) {
            Admitted sprayed = (Admitted) await(small.admit(LABEL, "sprayed" + UUID.randomUUID(), HERE, LIMITS));
            await(small.failed(sprayed, LIMITS));
        }
        assertThat(Integer.parseInt(sql.ask("select count(*) from est.failed_password")))
                .isLessThanOrEqualTo(10 + 2 * 5);
        assertThat(sql.ask("select count(*) from est.failed_password where failures >= 3"))
                .isNotEqualTo("0");
    }

    @Inject
    Pool pool;
}
