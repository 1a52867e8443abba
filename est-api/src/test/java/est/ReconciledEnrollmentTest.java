package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.issuance.MemoryAuthorities;
import est.protocol.CertificationRequests;
import est.reconciliation.Reconciler;
import est.record.TestSql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a device sees of the reconciler: its own certificate. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ReconciledEnrollmentTest {

    private static final String MEMORY = "/.well-known/est/memory/simpleenroll";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    MemoryAuthorities memory;

    @Inject
    Reconciler reconciler;

    @Inject
    TestSql sql;

    @AfterEach
    void behave() {
        memory.authority().behave();
        memory.authority().release();
    }

    private Answer enroll(String secret, CertificationRequests request) {
        return Device.at(port).withSecret(secret).post(MEMORY, Device.base64(request.der()));
    }

    private void letLeasesPass() throws SQLException {
        sql.asApplication("update est.enrollment set look_after = now() + interval '1 hour' where state in"
                + " ('INTENT', 'UNKNOWN') and (lease_until is null or lease_until <= now())");
        sql.asApplication("update est.enrollment set lease_until = now() where lease_until is not null");
        sql.asApplication("update est.credential set reserved_until = now() where reserved_until is not null");
    }

    @Test
    void F_54_I_3_the_repeat_of_an_unknown_outcome_gets_the_certificate_the_CA_had_made() throws SQLException {
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=reconciled");
        memory.authority().fail(CaException.Kind.UNKNOWN);
        assertThat(enroll(secret, request).status()).isEqualTo(503);
        memory.authority().behave();
        int signatures = memory.authority().signatures();
        letLeasesPass();

        assertThat(reconciler.pass().await().atMost(Duration.ofSeconds(25))).isTrue();

        assertThat(enroll(secret, request).certificate().getPublicKey())
                .isEqualTo(request.keyPair().getPublic());
        assertThat(memory.authority().signatures()).isEqualTo(signatures);
        assertThat(enroll(secret, ec("CN=another")).status()).isEqualTo(401);
    }
}
