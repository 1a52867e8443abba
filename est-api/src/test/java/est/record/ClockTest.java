package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ClockTest extends RecordTest {
    @Inject
    Pool pool;

    @Inject
    DatabaseCalls calls;

    private EnrollmentRecords offBy(Duration difference) {
        return new EnrollmentRecords(pool, calls, Clock.offset(Clock.systemUTC(), difference));
    }

    @ParameterizedTest
    @ValueSource(ints = {-310, 310, 34_560_000, -86_400})
    void I_12_F_37_nothing_is_opened_when_the_clocks_differ_by_more_than_5_minutes(int seconds) {
        assertThat(failure(offBy(Duration.ofSeconds(seconds)).open(Enrollments.intent(Enrollments.newKey()))))
                .isEqualTo(RecordFailure.Kind.UNAVAILABLE);
    }

    @Test
    void I_12_a_difference_below_5_minutes_is_tolerated() {
        assertThat(await(offBy(Duration.ofSeconds(280)).open(Enrollments.intent(Enrollments.newKey()))))
                .isInstanceOf(Opening.Opened.class);
    }
}
