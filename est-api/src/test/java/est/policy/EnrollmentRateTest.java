package est.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentRateTest {

    @Test
    void a_rate_is_a_number_and_a_time() {
        assertThat(EnrollmentRate.of("20/1h")).isEqualTo(new EnrollmentRate(20, Duration.ofHours(1)));
        assertThat(EnrollmentRate.of("1/30d")).isEqualTo(new EnrollmentRate(1, Duration.ofDays(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "0/1h", "20/0h", "20/1y", "20/31d", "10001/1h", "-1/1h", "20 / 1h"})
    void I_13_anything_else_is_refused(String text) {
        assertThatThrownBy(() -> EnrollmentRate.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a rate is");
    }
}
