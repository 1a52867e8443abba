package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class PendingCommandsTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    OperatorCommands commands;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        return commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int enroll(Device device, CertificationRequests request) {
        return enroll("commanded", device, request);
    }

    private static int enroll(String label, Device device, CertificationRequests request) {
        return device.post("/.well-known/est/" + label + "/simpleenroll", Device.base64(request.der()))
                .status();
    }

    private String id(String name) {
        return line("commanded", name)[0];
    }

    private String[] line(String label, String name) {
        assertThat(run("pending", "--label", label)).isZero();
        return out.toString()
                .lines()
                .filter(line -> line.contains("\tCN=" + name + "\t"))
                .findFirst()
                .orElseThrow()
                .split("\t", -1);
    }

    @Test
    void EST_PEND_06_an_operator_is_told_why_the_request_waits() {
        Device device = Device.at(port).withSecret(credentials.secret());
        assertThat(enroll(device, CertificationRequests.ec("CN=cmd3"))).isEqualTo(202);
        assertThat(line("commanded", "cmd3")).hasSize(13).endsWith("LABEL", "");

        device = Device.at(port).withSecret(credentials.secret());
        assertThat(enroll("asking", device, CertificationRequests.ec("CN=cmd4")))
                .isEqualTo(200);
        device = Device.at(port).withSecret(credentials.secret());
        assertThat(enroll("asking", device, CertificationRequests.ec("CN=cmd4")))
                .isEqualTo(202);
        assertThat(line("asking", "cmd4")).endsWith("DUPLICATE", "");
    }

    @Test
    void EST_PEND_06_a_request_is_listed_approved_and_then_issued() {
        Device device = Device.at(port).withSecret(credentials.secret());
        CertificationRequests request = CertificationRequests.ec("CN=cmd1").withDnsName("cmd1");
        assertThat(enroll(device, request)).isEqualTo(202);
        String id = id("cmd1");

        assertThat(run("approve", id)).isZero();

        assertThat(out.toString()).isEmpty();
        assertThat(enroll(device, request)).isEqualTo(200);
        assertThat(database.number("select count(*) from est.audit_event where event = 'APPROVED' and pending = '" + id
                        + "' and actor = '" + OperatorCommands.actor() + "'"))
                .isEqualTo(1);
        assertThat(run("approve", id)).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("est: the request does not wait any more: it was decided, or its time has passed");
    }

    @Test
    void EST_PEND_06_a_request_is_rejected() {
        Device device = Device.at(port).withSecret(credentials.secret());
        CertificationRequests request = CertificationRequests.ec("CN=cmd2");
        assertThat(enroll(device, request)).isEqualTo(202);

        assertThat(run("reject", id("cmd2"), "--reason", "not ours")).isZero();

        assertThat(enroll(device, request)).isEqualTo(403);
    }

    @Test
    void a_request_that_is_not_there_is_one_line_and_exit_code_1() {
        assertThat(run("approve", UUID.randomUUID().toString())).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("est: there is no such request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "approve nonsense", "reject", "pending --label X-Y", "operator add Alice"})
    void wrong_usage_is_exit_code_2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void an_operator_is_added_listed_and_removed() {
        String name = "op" + System.nanoTime();

        assertThat(run("operator", "add", name, "--role", "approver", "--valid", "12h"))
                .isZero();
        assertThat(out.toString().strip()).matches("estop_[0-9a-f]{64}");
        assertThat(run("operator", "add", name)).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("est: an operator of that name exists");
        assertThat(run("operator", "list")).isZero();
        assertThat(out.toString()).contains(name + "\tAPPROVER\t");
        assertThat(run("operator", "remove", name)).isZero();
        assertThat(run("operator", "remove", name)).isEqualTo(1);
    }
}
