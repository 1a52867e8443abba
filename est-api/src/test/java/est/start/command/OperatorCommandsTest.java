package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.Device;
import est.device.IssuedCount;
import est.identity.OneTimeSecret;
import est.identity.PasswordHash;
import est.protocol.CertificationRequests;
import est.record.CertificateRecords;
import est.record.CredentialRecords;
import est.record.EnrollmentRecords;
import est.record.RecordedCertificate;
import est.record.Secret;
import est.record.User;
import est.start.Migrations;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class OperatorCommandsTest {
    @Inject
    OperatorCommands commands;

    @Inject
    CredentialRecords credentials;

    @Inject
    Migrations migrations;

    @Inject
    EnrollmentRecords enrollments;

    @Inject
    CertificateRecords certificates;

    @Inject
    IssuedCount database;

    @ConfigProperty(name = "est.door.port")
    int port;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void migrate() {
        migrations.migrated().await().atMost(Duration.ofSeconds(25));
    }

    private int run(String... arguments) {
        return commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int runWithInput(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private Secret printed() {
        return credentials
                .findSecret(OneTimeSecret.presented(out.toString().strip()).sha256())
                .await()
                .atMost(Duration.ofSeconds(10))
                .orElseThrow();
    }

    private User user(String name) {
        return credentials.findUser(name).await().atMost(Duration.ofSeconds(10)).orElseThrow();
    }

    @Test
    void secret_prints_a_secret_and_nothing_else() {
        assertThat(run("secret")).isZero();

        assertThat(out.toString()).matches("[0-9a-f]{32}\\R");
        assertThat(err.toString()).isEmpty();
        assertThat(printed().expiresAt())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
    }

    @Test
    void secret_fixes_common_name_label_and_time() {
        assertThat(run("secret", "--cn", "device2", "--label", "nmos", "--valid", "30m"))
                .isZero();

        assertThat(printed().commonName()).contains("device2");
        assertThat(printed().label()).contains("nmos");
        assertThat(printed().expiresAt()).isBefore(Instant.now().plus(Duration.ofMinutes(31)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret --valid never",
                "secret --valid 0h",
                "secret --label No",
                "secret --cn=",
                "revoke",
                "nonsense"
            })
    void wrong_usage_is_exit_code_2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    @Test
    void user_takes_the_password_from_standard_input() {
        String name = "ann-" + UUID.randomUUID();

        assertThat(runWithInput("correct horse\n", "user", name, "--cn", "device3"))
                .isZero();

        assertThat(PasswordHash.parse(user(name).passwordHash()).matches("correct horse"))
                .isTrue();
        assertThat(user(name).commonName()).contains("device3");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_user_who_exists_is_one_line_and_exit_code_1() {
        String name = "ann-" + UUID.randomUUID();
        runWithInput("correct horse\n", "user", name);

        assertThat(runWithInput("another horse\n", "user", name)).isEqualTo(1);

        assertThat(err.toString().strip()).isEqualTo("est: that user exists already");
        assertThat(PasswordHash.parse(user(name).passwordHash()).matches("correct horse"))
                .isTrue();
    }

    private String[] lineOf(String kind, String name) {
        out.getBuffer().setLength(0);
        assertThat(run(kind, "list")).isZero();
        return out.toString()
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(columns -> columns[0].equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long audited(String event, String what) {
        return database.number(
                "select count(*) from est.audit_event where event = '" + event + "' and reason like '%" + what + "'");
    }

    @Test
    void T_9_a_user_is_listed_disabled_enabled_and_removed_and_the_name_is_free_again() {
        String name = "ann-" + UUID.randomUUID();
        runWithInput("correct horse\n", "user", "add", name, "--cn", "device4");
        UUID id = user(name).id();
        assertThat(lineOf("user", name)).startsWith(name, "active", "*", "device4");

        assertThat(run("user", "disable", name)).isZero();
        assertThat(lineOf("user", name)).startsWith(name, "disabled");
        assertThat(user(name).disabled()).isTrue();
        assertThat(run("user", "enable", name)).isZero();
        assertThat(user(name).disabled()).isFalse();

        assertThat(run("user", "remove", name)).isZero();
        assertThat(credentials.findUser(name).await().atMost(Duration.ofSeconds(10)))
                .isEmpty();
        assertThat(runWithInput("another horse\n", "user", "add", name)).isZero();
        assertThat(user(name).id()).isNotEqualTo(id);
        for (String event : List.of("CREDENTIAL_DISABLED", "CREDENTIAL_ENABLED", "CREDENTIAL_REMOVED")) {
            assertThat(audited(event, id.toString())).as(event).isEqualTo(1);
        }
        assertThat(run("user", "disable", "nobody-" + name)).isEqualTo(1);
    }

    @Test
    void T_10_a_secret_is_listed_by_its_id_and_disabled_and_removed_ones_open_nothing() {
        run("secret", "--cn", "device5", "--profile", "booting");
        String secret = out.toString().strip();
        String id = printed().id().toString();
        assertThat(lineOf("secret", id)).startsWith(id, "active", "*", "device5", "booting");
        assertThat(out.toString()).doesNotContain(secret);

        assertThat(run("secret", "disable", id)).isZero();
        assertThat(lineOf("secret", id)).startsWith(id, "disabled");
        assertThat(enroll(secret)).isEqualTo(401);
        assertThat(run("secret", "enable", id)).isZero();
        assertThat(run("secret", "remove", id)).isZero();
        assertThat(enroll(secret)).isEqualTo(401);
        assertThat(audited("CREDENTIAL_REMOVED", id)).isEqualTo(1);
        assertThat(run("secret", "enable", id)).as("removed for good").isEqualTo(1);
    }

    private int enroll(String secret) {
        return Device.at(port)
                .withSecret(secret)
                .enroll(CertificationRequests.ec("CN=device5").der())
                .status();
    }

    @Test
    void T_10_a_secret_for_a_profile_that_is_not_is_not_made() {
        assertThat(run("secret", "--profile", "nowhere")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("est: there is no profile nowhere")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void T_8_a_secret_that_makes_a_registration_authority_fixes_which() {
        assertThat(run("secret", "--profile", "gatemaker")).isEqualTo(1);
        assertThat(err.toString()).contains("must fix the common name, --cn");
        assertThat(run("secret", "--profile", "gatemaker", "--cn", "gate.example"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short\n"})
    void a_missing_or_short_password_adds_nobody(String input) {
        assertThat(runWithInput(input, "user", "ann-" + UUID.randomUUID())).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a\tb"})
    void a_name_that_basic_authentication_cannot_send_is_refused(String name) {
        assertThat(runWithInput("correct horse\n", "user", name)).isEqualTo(2);
    }

    @Test
    void revoke_finds_a_certificate_by_serial_and_by_file(@TempDir Path directory) throws Exception {
        IssuedCertificate bySerial = IssuedCertificate.through(enrollments);
        IssuedCertificate byFile = IssuedCertificate.through(enrollments);
        Path file = Files.write(
                directory.resolve("device.der"), byFile.certificate().getEncoded());

        assertThat(run(
                        "revoke",
                        "--serial",
                        bySerial.certificate().getSerialNumber().toString(16)))
                .isZero();
        assertThat(run("revoke", "--certificate", file.toString(), "--reason", "key_compromise"))
                .isZero();
        assertThat(run("revoke", "--certificate", file.toString())).isEqualTo(1);

        assertThat(bySerial.statusIn(certificates)).isEqualTo(RecordedCertificate.Status.REVOKED);
        assertThat(byFile.statusIn(certificates)).isEqualTo(RecordedCertificate.Status.REVOKED);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void revoking_an_unknown_serial_is_one_line_and_exit_code_1() {
        assertThat(run("revoke", "--serial", "00:FF", "--reason", "key_compromise"))
                .isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("est: no certificate of this server has that serial number");
    }

    @Test
    void a_file_that_is_no_certificate_is_one_line_and_exit_code_1() {
        assertThat(run("revoke", "--certificate", "pom.xml")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("est: pom.xml is no certificate");
    }
}
