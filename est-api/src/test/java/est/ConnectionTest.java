package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.BoundConnection;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.device.KeptConnection;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for requests of one TLS connection. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ConnectionTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount records;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void EST_POP_02_EST_POP_04_a_request_bound_to_its_session_is_granted(String protocol) throws Exception {
        try (BoundConnection connection = BoundConnection.to(port, protocol)) {
            CertificationRequests request = ec("CN=bound").withChallengePassword(connection.binding());
            Answer answer = connection.enroll(credentials.secret(), request.der());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("Connection")).contains("close"); // EST-POP-14
        }
    }

    @Test
    void EST_POP_07_the_binding_of_another_session_is_403() throws Exception {
        try (BoundConnection one = BoundConnection.to(port, "TLSv1.3");
                BoundConnection other = BoundConnection.to(port, "TLSv1.3")) {
            CertificationRequests request = ec("CN=bound").withChallengePassword(one.binding());
            assertThat(other.enroll(credentials.secret(), request.der()).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void I_7_a_certificate_revoked_while_its_connection_is_open_is_403_at_the_next_request() throws Exception {
        CertificationRequests first = ec("CN=kept");
        X509Certificate certificate = Device.at(port)
                .withSecret(credentials.secret())
                .enroll(first.der())
                .certificate();
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), certificate);
        try (KeptConnection connection = new KeptConnection(holder.connect())) {
            assertThat(connection.reenroll(ec("CN=kept").der())).isEqualTo(200);
            credentials.revoke(certificate);
            assertThat(connection.reenroll(ec("CN=kept").der())).isEqualTo(403);
        }
    }

    @Test
    void I_7_F_45_EST_TLS_12_a_certificate_revoked_since_is_403_on_a_resumed_session() throws Exception {
        CertificationRequests first = ec("CN=resumed");
        X509Certificate certificate = Device.at(port)
                .withSecret(credentials.secret())
                .enroll(first.der())
                .certificate();
        Device holder =
                Device.at(port).with(first.keyPair().getPrivate(), certificate).onTls12();
        SSLContext memory = holder.memory();
        SSLSocket full = holder.connect(memory);
        try (KeptConnection connection = new KeptConnection(full)) {
            assertThat(connection.reenroll(ec("CN=resumed").der())).isEqualTo(200);
        }
        credentials.revoke(certificate);
        SSLSocket resumed = holder.connect(memory);
        assertThat(resumed.getSession().getCreationTime())
                .as("a resumed session is as old as the first")
                .isEqualTo(full.getSession().getCreationTime());
        try (KeptConnection connection = new KeptConnection(resumed)) {
            assertThat(connection.reenroll(ec("CN=resumed").der())).isEqualTo(403);
        }
    }

    @Test
    void I_7_users_added_and_disabled_count_at_the_next_request_of_an_open_connection() throws Exception {
        try (KeptConnection connection = new KeptConnection(Device.at(port).connect())) {
            assertThat(connection.enroll("newcomer", "correct horse", ec("CN=a").der()))
                    .isEqualTo(401);
            credentials.user("newcomer", "correct horse");
            assertThat(connection.enroll("newcomer", "correct horse", ec("CN=a").der()))
                    .isEqualTo(200);
            records.change("update est.credential set disabled = true where user_name = 'newcomer'");
            assertThat(connection.enroll("newcomer", "correct horse", ec("CN=a").der()))
                    .isEqualTo(401);
        }
    }

    @Test
    void EST_CMC_01_fullcmc_is_501() {
        assertThat(Device.at(port).post("/.well-known/est/fullcmc", new byte[0]).status())
                .isEqualTo(501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pal", "eecerts", "crls", "symmetrickeys", "firmware", "tamp"})
    void EST_EXT_04_operations_of_rfc_8295_are_404(String operation) {
        assertThat(Device.at(port).get("/.well-known/est/" + operation).status())
                .isEqualTo(404);
        assertThat(Device.at(port)
                        .get("/.well-known/est/" + operation + "/cacerts")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/PKCS10; charset=utf-8", "application/octet-stream", "application/x-pem-file"})
    void EST_HTTP_03_parameters_and_case_of_a_media_type_do_not_matter(String type) {
        Answer answer = Device.at(port)
                .withSecret(credentials.secret())
                .send(
                        "POST",
                        "/.well-known/est/simpleenroll",
                        java.util.Map.of("Content-Type", type),
                        ec("CN=typed").body());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
