package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ClockTest extends RecordTest {
    @ParameterizedTest
    @ValueSource(ints = {-310, 310, 34_560_000, -86_400})
    void I_12_F_37_nothing_is_opened_when_the_clocks_differ_by_more_than_5_minutes(int seconds) {
        assertThat(failure(enrollments.open(Enrollments.offBy(Duration.ofSeconds(seconds)))))
                .isEqualTo(RecordFailure.Kind.UNAVAILABLE);
    }

    @Test
    void I_12_a_difference_below_5_minutes_is_tolerated() {
        assertThat(open(Enrollments.offBy(Duration.ofSeconds(280)))).isInstanceOf(Opening.Opened.class);
    }
}
