package est.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleRulesTest {

    private static ThrottleRules rules(Map<String, String> settings) {
        return ThrottleRules.of(settings(settings));
    }

    /** As they are read from these texts, the others being what they are by default. */
    static ThrottleSettings settings(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(ThrottleSettings.class)
                .withConverter(Duration.class, 300, text -> Duration.parse(iso(text)))
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(ThrottleSettings.class);
    }

    /** As Quarkus reads lengths of time. */
    private static String iso(String text) {
        return text.endsWith("d") ? "P" + text : "PT" + text;
    }

    @Test
    void what_is_set_is_the_rule() {
        ThrottleRules rules = rules(Map.of(
                "est.throttle.account-at-address.failures", "7",
                "est.throttle.account-at-address.delay", "2s",
                "est.throttle.account-at-address.longest-delay", "3m",
                "est.throttle.account.failures", "70",
                "est.throttle.address.longest-delay", "9s",
                "est.throttle.address.exempt", "10.0.0.0/8,2001:db8::/32",
                "est.throttle.memory", "2h"));
        assertThat(rules.passwords().atAddress().after(7)).isEqualTo(Duration.ofSeconds(2));
        assertThat(rules.passwords().atAddress().after(99)).isEqualTo(Duration.ofMinutes(3));
        assertThat(rules.passwords().anywhere().after(69)).isZero();
        assertThat(rules.passwords().memory()).isEqualTo(Duration.ofHours(2));
        assertThat(rules.address().after(99)).isEqualTo(Duration.ofSeconds(9));
        assertThat(rules.exempt()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "account-at-address.failures, 0",
        "account-at-address.delay, 0s",
        "account-at-address.longest-delay, 2d",
        "account.failures, 1000001",
        "account.longest-delay, 0s",
        "address.delay, 0s",
        "address.memory, 60s",
        "address.exempt, 10.0.0.1/8",
        "memory, 15m"
    })
    void I_13_a_setting_that_cannot_work_is_named(String property, String value) {
        assertThatThrownBy(() -> rules(Map.of("est.throttle." + property, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.throttle." + property + ": ");
    }
}
