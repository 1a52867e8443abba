package est.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.record.PendingLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalRulesTest {

    private record Given(Duration retryAfter, Duration lifetime, int perIdentity, int perLabel)
            implements ApprovalSettings {}

    @Test
    void what_is_set_is_the_limit() {
        assertThat(ApprovalRules.of(new Given(Duration.ofSeconds(5), Duration.ofHours(2), 3, 70))
                        .limits())
                .isEqualTo(new PendingLimits(3, 70, Duration.ofHours(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,    P7D,   5,      1000,   retry-after",
        "P2D,     P7D,   5,      1000,   retry-after",
        "PT5M,    PT9M,  5,      1000,   lifetime",
        "PT5M,    P366D, 5,      1000,   lifetime",
        "PT5M,    P7D,   0,      1000,   per-identity",
        "PT5M,    P7D,   100001, 1000,   per-identity",
        "PT5M,    P7D,   5,      0,      per-label",
        "PT5M,    P7D,   5,      100001, per-label"
    })
    void I_13_a_setting_that_cannot_work_is_named(
            Duration retryAfter, Duration lifetime, int perIdentity, int perLabel, String property) {
        assertThatThrownBy(() -> ApprovalRules.of(new Given(retryAfter, lifetime, perIdentity, perLabel)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.approval." + property + ": must be ");
    }
}
