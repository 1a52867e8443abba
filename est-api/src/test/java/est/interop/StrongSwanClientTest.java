package est.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import est.ServerUnderTest;
import est.device.Approvals;
import est.device.Credentials;
import est.policy.ApprovalRule;
import est.policy.Label;
import est.policy.Labels;
import est.policy.LabelsInForce;
import est.record.PendingRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * strongSwan's {@code pki}. Up to 5.9.10 it cannot read wrapped base64 and wants head and body in its first read (EST-ENC-05,
 * EST-HTTP-15); all of its connections are TLS 1.2.
 */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class StrongSwanClientTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    Credentials credentials;

    @Inject
    Approvals approvals;

    @Inject
    LabelsInForce labels;

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void installed() {
        shell = Shell.in(directory, "pki", "openssl")
                .set("SERVER", "https://localhost:" + port)
                .set("ROOT", root.toString())
                .set("SECRET", credentials.secret());
        String offered = shell.attempt("pki --help").everything();
        assumeTrue(offered.contains("--estca"), "pki has no EST client before 5.9.8");
        assumeTrue(
                offered.lines().anyMatch(line -> line.startsWith("loaded plugins:") && line.contains(" openssl")),
                "pki lacks the plugin for elliptic curves (strongSwan's openssl)");
    }

    private static final String NEW_KEY =
            "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout device.key -subj /CN=swan1"
                    + " -outform DER -out device.csr\n";

    private static final String ENROLL =
            "pki --est --url $SERVER --cacert $ROOT --in device.csr --userpass :$SECRET --outform pem > device.pem\n";

    @Test
    void EST_ENC_05_strongswan_reads_the_cacerts() {
        String shown = shell.run("pki --estca --url $SERVER --cacert $ROOT --caout ca.pem --outform pem\n"
                + "openssl x509 -in ca.pem -noout -subject; openssl x509 -in ca-1.pem -noout -subject");
        assertThat(shown).contains("CN = EST quick start root CA", "CN = EST quick start issuing CA");
    }

    @Test
    void EST_AUTH_09_strongswan_enrolls_with_a_secret() {
        assertThat(shell.run(NEW_KEY + ENROLL + "openssl x509 -in device.pem -noout -subject"))
                .contains("subject=CN = swan1");
    }

    @Test
    void EST_REN_05_strongswan_reenrolls_with_the_certificate_just_obtained() {
        String shown = shell.run(NEW_KEY + ENROLL
                + "openssl req -newkey rsa:4096 -nodes -keyout renewed.key -subj /CN=swan1 -outform DER -out renewed.csr\n"
                + "pki --estca --url $SERVER --cacert $ROOT --caout ca.pem --outform pem\n"
                + "pki --est --url $SERVER --cacert $ROOT --cacert ca-1.pem --in renewed.csr --cert device.pem"
                + " --key device.key --outform pem > renewed.pem\n"
                + "openssl x509 -in renewed.pem -noout -subject -text");
        assertThat(shown).contains("subject=CN = swan1", "Public-Key: (4096 bit)");
    }

    @Test
    void EST_PEND_01_strongswan_waits_for_an_operator_and_gets_its_certificate() throws Exception {
        Labels before = labels.now();
        labels.replace(approving(before.named(Label.DEFAULT).orElseThrow()));
        try {
            shell.run(NEW_KEY);
            CompletableFuture<Shell.Outcome> client = CompletableFuture.supplyAsync(
                    () -> shell.attempt(ENROLL.replace("--est ", "--est --interval 1 --maxpolltime 50 ")
                            + "openssl x509 -in device.pem -noout -subject"));

            approvals.approve(awaited(Files.readAllBytes(directory.resolve("device.csr"))));

            Shell.Outcome outcome = client.get(60, TimeUnit.SECONDS);
            assertThat(outcome.exit()).as(outcome.everything()).isZero();
            assertThat(outcome.output()).contains("subject=CN = swan1");
        } finally {
            labels.replace(before);
        }
    }

    /** As after a reload: strongSwan knows no labels but this one. */
    private static Labels approving(Label label) {
        Label approving = new Label(
                label.name(),
                label.ca(),
                label.profile(),
                label.profiles(),
                label.authentication(),
                label.channelBinding(),
                label.repeats(),
                ApprovalRule.ALWAYS,
                label.decision(),
                label.devices(),
                label.answers());
        return new Labels(Map.of(label.name(), approving), Map.of());
    }

    /** It has asked, and was told to come again. */
    private PendingRequest awaited(byte[] request) throws InterruptedException {
        for (int look = 0; look < 300; look++) {
            Optional<PendingRequest> waiting = approvals.waiting(request);
            if (waiting.isPresent()) {
                return waiting.get();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("it did not come");
    }

    @Test
    void EST_ERR_08_strongswan_gives_up_on_a_wrong_secret() {
        Shell.Outcome outcome = shell.set("SECRET", "wrong").attempt(NEW_KEY + ENROLL);
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.errors()).contains("HTTP 401");
    }
}
