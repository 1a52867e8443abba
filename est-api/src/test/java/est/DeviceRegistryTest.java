package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Approvals;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.device.TestAuthority;
import est.protocol.CertificationRequests;
import est.start.SwitchedClock;
import est.start.command.DeviceLine;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry of devices changes for a device at the door; every change counts at the next request. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class DeviceRegistryTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    Approvals approvals;

    @Inject
    DeviceLine line;

    @Inject
    SwitchedClock clock;

    @Inject
    IssuedCount database;

    private Answer enroll(String label, String name) {
        return enroll(Device.at(port).withSecret(credentials.secret()), label, ec("CN=" + name));
    }

    private static Answer enroll(Device device, String label, CertificationRequests request) {
        return device.post("/.well-known/est/" + label + "/simpleenroll", Device.base64(request.der()));
    }

    private void register(String... options) {
        line.run("add", options);
    }

    private static void is(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    private void isAudited(String reason) {
        assertThat(database.number(
                        "select count(*) from est.audit_event where event = 'REFUSED' and reason = '" + reason + "'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "devicesany, unknown, 200",
        "devicesany, active, 200",
        "devicesany, pending, 200",
        "devicesany, disabled, 403",
        "devicesknown, unknown, 403",
        "devicesknown, active, 200",
        "devicesknown, pending, 403",
        "devicesknown, disabled, 403",
        "devicesapprove, unknown, 202",
        "devicesapprove, active, 200",
        "devicesapprove, pending, 403",
        "devicesapprove, disabled, 403"
    })
    void EST_AUTH_11_what_the_label_serves_and_the_registry_says_decides(String label, String state, int status) {
        String name = "reg-" + label + "-" + state;
        if (!state.equals("unknown")) {
            register("--serial", name, "--state", state);
        }

        AtomicReference<Answer> answer = new AtomicReference<>();
        // a minute of its own in the audit
        clock.wrongBy(Duration.ofMinutes(2), () -> answer.set(enroll(label, name)));

        is(answer.get(), status);
        if (status == 403) {
            isAudited("DEVICE_" + state.toUpperCase(java.util.Locale.ROOT) + ": " + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"devicesany", "devicesknown", "devicesapprove"})
    void EST_AUTH_11_a_disabled_device_gets_nothing_from_the_next_request_on(String label) {
        String name = "off-" + label;
        KeyPair keys = TestAuthority.ecKeys();
        CertificationRequests request = CertificationRequests.forKey("CN=" + name, keys, "SHA256withECDSA");
        Device device = Device.at(port).withSecret(credentials.secret());
        register("--serial", name.toUpperCase(java.util.Locale.ROOT));
        Answer first = enroll(device, label, request);
        is(first, 200);
        Device renewing = Device.at(port).with(keys.getPrivate(), first.certificate());

        line.run("disable", name);

        // neither a new certificate, nor the repeat of the old answer at a label that gives it, nor a renewal
        is(enroll(label, name), 403);
        assertThat(enroll(device, label, request).status()).isIn(401, 403);
        is(renewing.post("/.well-known/est/" + label + "/simplereenroll", Device.base64(request.der())), 403);

        line.run("enable", name);

        is(renewing.post("/.well-known/est/" + label + "/simplereenroll", Device.base64(request.der())), 200);
    }

    @Test
    void EST_PEND_06_an_approval_registers_the_unknown_device() {
        Device device = Device.at(port).withSecret(credentials.secret());
        CertificationRequests request = ec("CN=reg-newcomer");
        is(enroll(device, "devicesapprove", request), 202);
        assertThat(line.run("list", "--label", "devicesapprove")).doesNotContain("reg-newcomer");

        approvals.approve(request);

        assertThat(line.run("list", "--label", "devicesapprove", "--state", "active"))
                .contains("\tdevicesapprove\tserial\treg-newcomer\t");
        is(enroll(device, "devicesapprove", request), 200);
        // known now, and the approval is spent
        is(enroll("devicesapprove", "reg-newcomer"), 200);
        assertThat(database.number("select count(*) from est.pending_request"
                        + " where registers = 'reg-newcomer' and occasion = 'DEVICE' and state = 'SPENT'"))
                .isEqualTo(1);
    }

    @Test
    void EST_PEND_06_a_device_disabled_after_its_approval_gets_nothing() {
        Device device = Device.at(port).withSecret(credentials.secret());
        CertificationRequests request = ec("CN=reg-regretted");
        is(enroll(device, "devicesapprove", request), 202);
        approvals.approve(request);

        line.run("disable", "reg-regretted");

        is(enroll(device, "devicesapprove", request), 403);
    }

    @Test
    void the_most_specific_entry_counts_fingerprint_before_serial_number_before_pattern() throws Exception {
        KeyPair keys = TestAuthority.ecKeys();
        X509Certificate certificate = ServerUnderTest.MANUFACTURER.device("CN=lot7-1,SERIALNUMBER=LOT7 0001", keys);
        Device device = Device.at(port).with(keys.getPrivate(), certificate);
        is(enroll(device, "devicesknown", ec("CN=lot7-1")), 403);

        register("--pattern", "lot7-[0-9]+");
        is(enroll(device, "devicesknown", ec("CN=lot7-1")), 200);

        register("--serial", "lot7  0001", "--state", "disabled");
        is(enroll(device, "devicesknown", ec("CN=lot7-1")), 403);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        register("--fingerprint", HexFormat.of().formatHex(digest));
        is(enroll(device, "devicesknown", ec("CN=lot7-1")), 200);
    }

    @Test
    void of_two_patterns_the_stricter_counts_and_a_pattern_is_for_the_whole_name() {
        register("--pattern", "lot8-.*");
        register("--pattern", "lot8-9[0-9]*", "--state", "disabled");

        is(enroll("devicesknown", "lot8-1"), 200);
        is(enroll("devicesknown", "lot8-91"), 403);
        is(enroll("devicesknown", "xlot8-1"), 403);
    }

    @Test
    void an_entry_of_a_label_counts_there_only() {
        register("--serial", "reg-labelled", "--label", "devicesapprove");

        is(enroll("devicesapprove", "reg-labelled"), 200);
        is(enroll("devicesknown", "reg-labelled"), 403);
    }

    @Test
    void a_template_takes_attributes_of_the_registry_and_refuses_a_device_that_has_none() {
        is(enroll("devicesdescribed", "reg-described"), 400);
        register("--serial", "reg-described", "--attribute", "owner=Example Hospital", "--attribute", "site-2=Ward 7");

        Answer answer = enroll("devicesdescribed", "reg-described");

        is(answer, 200);
        assertThat(answer.certificate().getSubjectX500Principal().getName())
                .isEqualTo("L=Ward 7,O=Example Hospital,CN=reg-described");
    }
}
