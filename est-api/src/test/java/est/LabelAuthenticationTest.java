package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.device.TestAuthority;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Who may enroll at labels that say so themselves, over real TLS. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class LabelAuthenticationTest {

    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final TestAuthority ROGUE = new TestAuthority("CN=Manufacturer");
    private static final String PASSWORD = "correct horse";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    private Answer enroll(Device device, String label, String name) {
        return post(device, label, "simpleenroll", ec("CN=" + name));
    }

    private static Answer post(Device device, String label, String operation, CertificationRequests request) {
        return device.post("/.well-known/est/" + label + "/" + operation, Device.base64(request.der()));
    }

    private Device made(String name) {
        return Device.at(port).with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=" + name, KEYS));
    }

    private String newUser() {
        String name = "user" + COUNT.incrementAndGet();
        credentials.user(name, PASSWORD);
        return name;
    }

    private static void granted(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void unauthorized(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=");
    }

    private static void forbidden(Answer answer, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains(because);
    }

    @Test
    void EST_AUTH_04_a_label_may_demand_certificate_and_password() {
        String user = newUser();
        granted(enroll(made("both1").with(user, PASSWORD), "certpassword", "both1"));
        unauthorized(enroll(made("both1"), "certpassword", "both1"));
        unauthorized(enroll(made("both1").with(user, "wrong"), "certpassword", "both1"));
        unauthorized(enroll(made("both1").withSecret(credentials.secret()), "certpassword", "both1"));
        forbidden(enroll(Device.at(port).with(user, PASSWORD), "certpassword", "both1"), "client certificate");
        forbidden(enroll(Device.at(port), "certpassword", "both1"), "client certificate");
        forbidden(
                enroll(
                        Device.at(port)
                                .with(KEYS.getPrivate(), ROGUE.device("CN=both1", KEYS))
                                .with(user, PASSWORD),
                        "certpassword",
                        "both1"),
                "not trusted");
    }

    @Test
    void EST_AUTH_04_the_audit_names_certificate_and_user() {
        String user = newUser();
        granted(enroll(made("both2").with(user, PASSWORD), "certpassword", "both2"));
        assertThat(database.number(
                        "select count(*) from est.audit_event where event = 'GRANTED' and label = 'certpassword'"
                                + " and identity ~ '^certificate:[0-9a-f]{64} with user:" + user + "$'"))
                .isEqualTo(1);
    }

    @Test
    void EST_AUTH_04_both_are_demanded_at_renewal_too() {
        String user = newUser();
        CertificationRequests first = ec("CN=both3");
        Answer answer = post(made("both3").with(user, PASSWORD), "certpassword", "simpleenroll", first);
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), answer.certificate());
        unauthorized(post(holder, "certpassword", "simplereenroll", ec("CN=both3")));
        granted(post(holder.with(user, PASSWORD), "certpassword", "simplereenroll", ec("CN=both3")));
    }

    @Test
    void I_11_a_secret_demanded_beside_a_certificate_is_spent() {
        String secret = credentials.secret();
        Device camera = made("both4");
        CertificationRequests request = ec("CN=both4");
        unauthorized(enroll(camera, "certsecret", "both4"));
        forbidden(enroll(Device.at(port).withSecret(secret), "certsecret", "both4"), "client certificate");
        Answer first = post(camera.withSecret(secret), "certsecret", "simpleenroll", request);
        granted(first);
        assertThat(post(camera.withSecret(secret), "certsecret", "simpleenroll", request)
                        .body())
                .as("the repeat of its own enrollment")
                .isEqualTo(first.body());
        unauthorized(enroll(camera.withSecret(secret), "certsecret", "both4"));
        unauthorized(enroll(Device.at(port).withSecret(secret), "secretsonly", "both4"));
    }

    @Test
    void EST_AUTH_11_a_secret_for_another_device_does_not_help_a_certificate() {
        String secret = credentials.secretFor("both6");
        forbidden(enroll(made("both5").withSecret(secret), "certsecret", "both5"), "not those of this client");
        granted(enroll(made("both6").withSecret(secret), "certsecret", "both6"));
    }

    @Test
    void EST_AUTH_04_users_and_secrets_are_told_apart() {
        String user = newUser();
        granted(enroll(Device.at(port).with(user, PASSWORD), "usersonly", "a"));
        unauthorized(enroll(Device.at(port).withSecret(credentials.secret()), "usersonly", "a"));
        granted(enroll(Device.at(port).withSecret(credentials.secret()), "secretsonly", "a"));
        unauthorized(enroll(Device.at(port).with(user, PASSWORD), "secretsonly", "a"));
    }

    @Test
    void EST_AUTH_01_a_label_that_says_none_serves_anybody() {
        granted(enroll(Device.at(port), "anybody", "anonymous1"));
        granted(enroll(Device.at(port).with("nobody", "wrong"), "anybody", "anonymous2"));
        forbidden(enroll(made("anonymous3"), "anybody", "anonymous3"), "not trusted");
        forbidden(post(Device.at(port), "anybody", "simplereenroll", ec("CN=anonymous1")), "simpleenroll");
        assertThat(database.number("select count(*) from est.audit_event where event = 'GRANTED' and label = 'anybody'"
                        + " and identity = 'anonymous'"))
                .isEqualTo(2);
    }

    @Test
    void EST_AUTH_01_who_enrolled_as_nobody_renews_with_its_certificate() {
        CertificationRequests first = ec("CN=anonymous4");
        Answer answer = post(Device.at(port), "firstanybody", "simpleenroll", first);
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), answer.certificate());
        granted(post(holder, "firstanybody", "simplereenroll", ec("CN=anonymous4")));
    }

    @Test
    void T_6_an_anchor_of_one_label_is_none_of_another() {
        assertThat(made("anchored").enroll(ec("CN=anchored").der()).status()).isEqualTo(200);
        forbidden(enroll(made("anchored"), "certificatesonly", "anchored"), "not trusted");
    }

    @Test
    void T_6_a_credential_for_one_label_is_none_at_another() {
        credentials.user("tied", PASSWORD, "tied1", "usersonly");
        unauthorized(
                Device.at(port).with("tied", PASSWORD).enroll(ec("CN=tied1").der()));
        granted(enroll(Device.at(port).with("tied", PASSWORD), "usersonly", "tied1"));
        String secret = credentials.secretAt("secretsonly");
        unauthorized(Device.at(port).withSecret(secret).enroll(ec("CN=tied2").der()));
        granted(enroll(Device.at(port).withSecret(secret), "secretsonly", "tied2"));
    }

    @Test
    void T_6_what_was_answered_at_one_label_is_no_answer_at_another() {
        String user = newUser();
        CertificationRequests request = ec("CN=twolabels");
        Device device = Device.at(port).with(user, PASSWORD);
        Answer here = post(device, "sharing", "simpleenroll", request);
        Answer there = post(device, "sharingtoo", "simpleenroll", request);
        granted(here);
        granted(there);
        assertThat(there.certificate()).isNotEqualTo(here.certificate());
        assertThat(post(device, "sharing", "simpleenroll", request).body()).isEqualTo(here.body());
        assertThat(post(device, "sharingtoo", "simpleenroll", request).body()).isEqualTo(there.body());
    }

    @Test
    void T_6_a_certificate_of_one_label_neither_enrolls_nor_renews_at_another() {
        CertificationRequests first = ec("CN=abroad");
        Answer answer = post(Device.at(port).withSecret(credentials.secret()), "secretsonly", "simpleenroll", first);
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), answer.certificate());
        forbidden(enroll(holder, "certificatesonly", "abroad"), "not issued under this label");
        forbidden(post(holder, "firstanybody", "simplereenroll", ec("CN=abroad")), "not issued under this label");
    }
}
