package est.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BuildTimeTest {

    @Test
    void I_12_a_clock_before_the_build_is_refused_and_one_at_or_after_it_passes() {
        BuildTime time = new BuildTime();
        assertThatThrownBy(() -> time.requirePassed(BuildTime.value().minusMillis(1)))
                .isInstanceOf(ClockBehind.class);
        assertThatCode(() -> time.requirePassed(BuildTime.value())).doesNotThrowAnyException();
    }

    @Test
    void I_12_the_build_writes_its_own_time() {
        assertThat(BuildTime.value()).isAfter(Instant.parse("2025-12-31T00:00:00Z"));
    }
}
