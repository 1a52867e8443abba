package est.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.FailedPasswords;
import est.record.PasswordAttempt;
import est.record.TestSql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each setting changes, with everything else left as it is. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ThrottleSettingsTest {

    private static final String ADDRESS = "198.51.100.1";

    @Inject
    FailedPasswords accounts;

    @Inject
    ThrottleMetrics metrics;

    @Inject
    TestSql sql;

    private final String user = "set-" + UUID.randomUUID();

    /** The first failure costs ten seconds, each further one twice as much, up to a hundred. */
    private PasswordThrottle throttle(String group, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "est.throttle.account-at-address.failures",
                "1000",
                "est.throttle.account.failures",
                "1000",
                "est.throttle.address.memory",
                "200s",
                "est.throttle." + group + ".delay",
                "10s",
                "est.throttle." + group + ".longest-delay",
                "100s"));
        settings.put("est.throttle." + group + ".failures", "1");
        settings.putAll(changes);
        return new PasswordThrottle(ThrottleRulesTest.settings(settings), accounts, metrics);
    }

    private static <T> T await(Uni<T> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> work);
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** All are looked at before the first is known to be wrong. */
    private void fail(PasswordThrottle throttle, int times, boolean fromOneAddress) {
        List<PasswordAttempt.Admitted> attempts = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            String address = fromOneAddress ? ADDRESS : "198.51.100." + (n + 2);
            attempts.add((PasswordAttempt.Admitted) await(throttle.admit("default", user, address)));
        }
        attempts.forEach(attempt -> await(throttle.failed(attempt)));
    }

    private long waits(PasswordThrottle throttle) {
        return await(throttle.admit("default", user, ADDRESS)) instanceof PasswordAttempt.Delayed delayed
                ? delayed.retryAfter().toSeconds()
                : 0;
    }

    @ParameterizedTest
    @CsvSource({
        "delay, 10s, 1, 10",
        "failures, 2, 1, 0",
        "failures, 2, 2, 10",
        "delay, 20s, 1, 20",
        "longest-delay, 100s, 4, 80",
        "longest-delay, 15s, 4, 15"
    })
    void T_9_each_setting_of_an_account_bites(String setting, String value, int failures, long seconds) {
        for (String group : List.of("account-at-address", "account")) {
            PasswordThrottle throttle = throttle(group, Map.of("est.throttle." + group + "." + setting, value));

            fail(throttle, failures, group.equals("account-at-address"));

            assertThat(waits(throttle)).as(group).isBetween(Math.max(0, seconds - 8), seconds);
            forget();
        }
    }

    private void forget() {
        run("delete from est.failed_password");
    }

    private void run(String statement) {
        try {
            sql.asApplication(statement);
        } catch (java.sql.SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    @ParameterizedTest
    @CsvSource({"1h, 10", "2h, 20"})
    void T_9_what_an_account_failed_is_forgotten_when_it_is_set_to_be(String memory, long seconds) {
        PasswordThrottle throttle = throttle("account-at-address", Map.of("est.throttle.memory", memory));
        fail(throttle, 1, true);
        run("update est.failed_password set last_at = last_at - interval '90 minutes'");

        fail(throttle, 1, true);

        assertThat(waits(throttle)).isBetween(seconds - 8, seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "delay, 10s, 1, 10",
        "enabled, false, 1, 0",
        "failures, 2, 1, 0",
        "failures, 2, 2, 10",
        "delay, 20s, 1, 20",
        "longest-delay, 15s, 4, 15",
        "exempt, 198.51.100.0/24, 4, 0",
        "exempt, 203.0.113.0/24, 1, 10"
    })
    void T_9_each_setting_of_an_address_bites(String setting, String value, int failures, long seconds) {
        PasswordThrottle throttle = throttle("address", Map.of("est.throttle.address." + setting, value));
        for (int n = 0; n < failures; n++) {
            throttle.failedAt(ADDRESS);
        }
        assertThat(throttle.delayAt(ADDRESS).toSeconds()).isBetween(Math.max(0, seconds - 8), seconds);
    }

    @Test
    void T_9_what_an_address_failed_is_forgotten_when_it_is_set_to_be() throws Exception {
        Map<String, String> second = Map.of(
                "est.throttle.address.failures", "2",
                "est.throttle.address.delay", "1s",
                "est.throttle.address.longest-delay", "1s",
                "est.throttle.address.memory", "2s");
        Map<String, String> longer = new HashMap<>(second);
        longer.put("est.throttle.address.memory", "60s");
        PasswordThrottle forgets = throttle("address", second);
        PasswordThrottle remembers = throttle("address", longer);
        forgets.failedAt(ADDRESS);
        remembers.failedAt(ADDRESS);

        TimeUnit.MILLISECONDS.sleep(2_100);

        forgets.failedAt(ADDRESS);
        remembers.failedAt(ADDRESS);
        assertThat(forgets.delayAt(ADDRESS)).isZero();
        assertThat(remembers.delayAt(ADDRESS)).isEqualTo(Duration.ofSeconds(1));
    }
}
