package est.enrollment;

import static est.reconciliation.Abandoned.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import est.ServerUnderTest;
import est.reconciliation.Abandoned;
import est.reconciliation.Abandoned.Attempt;
import est.reconciliation.Abandoned.Device;
import est.reconciliation.Reconciler;
import est.record.EnrollmentRecords;
import est.record.Opening.Opened;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that slept while its enrollment was settled, and then got a certificate. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class LateCertificateTest {
    private final Attempt attempt = Device.at("memory").attempt();

    @Inject
    Conclusions conclusions;

    @Inject
    EnrollmentRecords records;

    @Inject
    Reconciler reconciler;

    @Inject
    Abandoned abandoned;

    @BeforeEach
    void alone() {
        abandoned.alone();
    }

    private Throwable refusalOf(Opened opened, X509Certificate certificate) {
        return catchThrowable(() -> await(records.issued(opened, certificate)));
    }

    @Test
    void F_33_a_certificate_signed_after_its_absence_was_recorded_is_revoked() {
        Opened opened = abandoned.opened(attempt);
        abandoned.age(opened.id());
        await(reconciler.pass());
        assertThat(abandoned.state(opened.id())).isEqualTo("NOT_ISSUED");
        X509Certificate certificate = abandoned.signed(attempt);

        await(conclusions.late(opened, refusalOf(opened, certificate)));
        await(reconciler.pass());

        assertThat(abandoned.events(opened.id()))
                .isEqualTo("RECONCILED NOT_ISSUED; UNKNOWN signed after it was settled; "
                        + "RECONCILED ORPHAN, revoked: nobody can get it any more");
    }
}
