package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServerUnderTest.class)
class EnrollmentEndToEndTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    private Device device() {
        return Device.at(port);
    }

    @Test
    void EST_ENR_02_simpleenroll_answers_with_exactly_one_certificate() {
        CertificationRequests request = ec("CN=device1").withDnsName("device1");
        Answer answer = device().withSecret(credentials.secret()).enroll(request.der());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificates()).hasSize(1);
        assertThat(answer.certificate().getPublicKey())
                .isEqualTo(request.keyPair().getPublic());
    }

    @Test
    void EST_REN_05_a_certificate_just_obtained_renews_itself() {
        CertificationRequests first = rsa("CN=device2", 2048);
        X509Certificate certificate =
                device().withSecret(credentials.secret()).enroll(first.der()).certificate();
        CertificationRequests next = ec("CN=device2");
        Answer answer = device().with(first.keyPair().getPrivate(), certificate).reenroll(next.der());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getSerialNumber()).isNotEqualTo(certificate.getSerialNumber());
    }
}
