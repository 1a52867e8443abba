package est.start.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.IssuedCount;
import est.door.RehearsalDoor;
import est.enrollment.EnrollmentService;
import est.issuance.CertificationAuthorities;
import est.policy.LabelsInForce;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the rehearsal before the first client does, and what it must not do. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class WarmUpTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ROWS = """
            select (select count(*) from est.enrollment) + (select count(*) from est.certificate)
              + (select count(*) from est.audit_event)
            """;

    @Inject
    RehearsalDoor doors;

    @Inject
    EnrollmentService enrollment;

    @Inject
    LabelsInForce labels;

    @Inject
    CertificationAuthorities authorities;

    @Inject
    Provider signatures;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry meters;

    @Inject
    IssuedCount count;

    private final Warmth warmth = new Warmth();

    private WarmUp warmUp(Duration time, int visits) {
        RehearsalSettings settings = new RehearsalSettings() {
            @Override
            public Duration warmUp() {
                return time;
            }

            @Override
            public int visits() {
                return visits;
            }
        };
        return new WarmUp(settings, doors, enrollment, labels, authorities, signatures, clock, warmth);
    }

    @Test
    void every_visit_of_a_rehearsal_is_judged_and_accepted() {
        assertThat(warmUp(PATIENCE, 3).rehearse()).isEqualTo(new WarmUp.Played(3, 3 * Visit.ENROLLMENTS));
    }

    @Test
    void I_2_a_rehearsal_leaves_no_trace_in_the_record() {
        long before = count.number(ROWS);

        warmUp(PATIENCE, 3).run().await().atMost(PATIENCE);

        assertThat(count.number(ROWS)).isEqualTo(before);
    }

    @Test
    void I_2_no_real_authority_signs_in_a_rehearsal() {
        double before = signed();

        warmUp(PATIENCE, 3).run().await().atMost(PATIENCE);

        assertThat(signed()).isEqualTo(before);
    }

    private double signed() {
        return meters.find("est.ca.requests").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void a_rehearsal_ends_after_the_time_it_was_given() {
        assertThat(warmUp(Duration.ofMillis(1), Integer.MAX_VALUE).rehearse().visits())
                .isLessThan(1000);
    }

    @Test
    void a_server_that_need_not_rehearse_is_warm_at_once() {
        WarmUp none = warmUp(Duration.ZERO, 3);

        none.run().await().atMost(PATIENCE);

        assertThat(warmth.isReached()).isTrue();
        assertThat(none.rehearse()).isEqualTo(WarmUp.Played.NOTHING);
    }
}
