package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.identity.OneTimeSecret;
import est.identity.PasswordHash;
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
import java.util.UUID;
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
