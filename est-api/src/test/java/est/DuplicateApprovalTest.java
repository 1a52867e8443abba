package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Approvals;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import est.record.PendingRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A label where a second certificate for a device is a person's decision. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class DuplicateApprovalTest {

    private static final String LABEL = "/.well-known/est/asking/";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    Approvals approvals;

    @Inject
    IssuedCount database;

    private Device stranger() {
        return Device.at(port).withSecret(credentials.secret());
    }

    private static Answer enroll(Device device, CertificationRequests request) {
        return device.post(LABEL + "simpleenroll", Device.base64(request.der()));
    }

    private static X509Certificate granted(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.certificate();
    }

    private static void waits(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
    }

    @Test
    void EST_PEND_06_a_duplicate_waits_for_an_operator_and_is_issued_once_approved() {
        CertificationRequests first = ec("CN=twin1");
        Device owner = stranger();
        X509Certificate certificate = granted(enroll(owner, first));
        assertThat(granted(enroll(owner, first)))
                .as("no duplicate but a repeat")
                .isEqualTo(certificate);

        CertificationRequests second = ec("CN=TWIN1");
        Device other = stranger();
        waits(enroll(other, second));
        PendingRequest waiting = approvals.waiting(second);
        assertThat(waiting.occasion().name()).isEqualTo("DUPLICATE");
        approvals.approve(second);

        X509Certificate another = granted(enroll(other, second));
        assertThat(granted(enroll(other, second))).isEqualTo(another);
        assertThat(database.number("select count(*) from est.certificate where status = 'VALID'"
                        + " and lower(subject) = 'cn=twin1'"))
                .as("beside the first")
                .isEqualTo(2);
        waits(enroll(stranger(), ec("CN=twin1")));
    }

    @Test
    void EST_PEND_06_a_rejected_duplicate_is_403_and_spends_no_secret() {
        granted(enroll(stranger(), ec("CN=twin2")));
        CertificationRequests second = ec("CN=twin2");
        Device other = stranger();
        waits(enroll(other, second));

        approvals.reject(second);

        assertThat(enroll(other, second).status()).isEqualTo(403);
        granted(enroll(other, ec("CN=twin2other")));
    }

    @Test
    void EST_PEND_06_what_is_no_duplicate_any_more_is_issued_without_an_operator() {
        X509Certificate certificate = granted(enroll(stranger(), ec("CN=twin3")));
        CertificationRequests second = ec("CN=twin3");
        Device other = stranger();
        waits(enroll(other, second));
        String id = approvals.waiting(second).id().toString();

        credentials.revoke(certificate);

        granted(enroll(other, second));
        assertThat(database.text("select state from est.pending_request where id = '" + id + "'"))
                .as("nobody has to decide on it any more")
                .isEqualTo("SPENT");
    }

    @Test
    void EST_PEND_06_a_device_that_shows_its_certificate_is_no_duplicate() {
        CertificationRequests first = ec("CN=twin4");
        X509Certificate certificate = granted(enroll(stranger(), first));
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), certificate);

        granted(holder.post(
                LABEL + "simplereenroll", Device.base64(ec("CN=twin4").der())));
        granted(enroll(holder, ec("CN=twin4")));
    }
}
