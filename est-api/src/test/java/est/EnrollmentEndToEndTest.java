package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.freshRsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
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
        CertificationRequests first = freshRsa("CN=device2");
        X509Certificate certificate =
                device().withSecret(credentials.secret()).enroll(first.der()).certificate();
        CertificationRequests next = ec("CN=device2");
        Answer answer = device().with(first.keyPair().getPrivate(), certificate).reenroll(next.der());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getSerialNumber()).isNotEqualTo(certificate.getSerialNumber());
    }

    @Test
    void EST_REN_05_the_same_key_may_be_renewed() {
        CertificationRequests request = ec("CN=device3").withDnsName("device3");
        X509Certificate certificate =
                device().withSecret(credentials.secret()).enroll(request.der()).certificate();
        Answer answer =
                device().with(request.keyPair().getPrivate(), certificate).reenroll(request.der());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getPublicKey()).isEqualTo(certificate.getPublicKey());
        assertThat(answer.certificate().getSerialNumber()).isNotEqualTo(certificate.getSerialNumber());
    }

    @Test
    void EST_REN_03_a_request_without_alternative_names_inherits_them() throws Exception {
        CertificationRequests first = ec("CN=device4").withDnsName("device4");
        X509Certificate certificate =
                device().withSecret(credentials.secret()).enroll(first.der()).certificate();
        Answer answer = device().with(first.keyPair().getPrivate(), certificate)
                .reenroll(ec("CN=device4").der());
        assertThat(answer.certificate().getSubjectAlternativeNames())
                .containsExactlyElementsOf(certificate.getSubjectAlternativeNames());
    }

    @Test
    void EST_CA_03_a_fresh_certificate_builds_a_path_with_nothing_but_cacerts() throws Exception {
        X509Certificate fresh = device().withSecret(credentials.secret())
                .enroll(ec("CN=device5").der())
                .certificate();
        List<X509Certificate> bag = device().get("/.well-known/est/cacerts").certificates();
        assertThat(bag).hasSize(2);
        fresh.verify(bag.get(0).getPublicKey());
        bag.get(0).verify(bag.get(1).getPublicKey());
        bag.get(1).verify(bag.get(1).getPublicKey());
        assertThat(bag).allMatch(certificate -> certificate.getBasicConstraints() >= 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64", "PEM", "DER"})
    void EST_ENC_07_the_body_decides_its_own_form(String form) {
        CertificationRequests request = ec("CN=device6");
        byte[] body =
                switch (form) {
                    case "PEM" -> request.pem().getBytes(StandardCharsets.US_ASCII);
                    case "DER" -> request.der();
                    default -> request.body();
                };
        Answer answer = device().withSecret(credentials.secret()).post("/.well-known/est/simpleenroll", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
