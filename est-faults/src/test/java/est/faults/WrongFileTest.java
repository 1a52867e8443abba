package est.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import est.protocol.CertificationRequests;
import est.quickstart.FirstRunPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged server with one thing wrong: it ends at once, and the operator reads one line that names what to mend. */
class WrongFileTest {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private static Path folder;

    private static final Map<String, String> GOOD = new TreeMap<>();

    @BeforeAll
    static void writeFiles() throws IOException {
        FirstRunPki pki = FirstRunPki.at(folder.resolve("pki"), Set.of());
        GOOD.put("est.database.url", "postgresql://127.0.0.1:1/est");
        GOOD.put("est.database.username", "est_app");
        GOOD.put("est.database.password", "one");
        GOOD.put("est.database.owner.username", "est_owner");
        GOOD.put("est.database.owner.password", "two");
        GOOD.put("est.ca.main.type", "local");
        GOOD.put("est.ca.main.local.certificate", pki.issuingCertificates().toString());
        GOOD.put("est.ca.main.local.key", pki.issuingKey().toString());
        GOOD.put(
                "quarkus.tls.est.key-store.pem.0.cert", pki.serverCertificates().toString());
        GOOD.put("quarkus.tls.est.key-store.pem.0.key", pki.serverKey().toString());
        GOOD.put("quarkus.management.port", "0");
        GOOD.put("quarkus.management.host", "127.0.0.1");
        GOOD.put("est.door.port", "0");
        Files.writeString(folder.resolve("garbage.pem"), "no PEM at all\n");
        Files.writeString(folder.resolve("other.key"), pem(CertificationRequests.ecKeyPair("P-256")));
        Files.setPosixFilePermissions(folder.resolve("other.key"), PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("est.ca.main.local.key", "nowhere.key", "est.ca.main.local.key: "),
                arguments("est.ca.main.local.certificate", "garbage.pem", "est.ca.main.local.certificate: "),
                arguments("est.ca.main.local.key", "other.key", "est.ca.main.local.key: "),
                arguments("quarkus.tls.est.key-store.pem.0.cert", "nowhere.pem", "quarkus.tls.est: "),
                arguments("quarkus.tls.est.key-store.pem.0.cert", "garbage.pem", "quarkus.tls.est: "),
                arguments("quarkus.tls.est.key-store.pem.0.key", "garbage.pem", "quarkus.tls.est: "),
                arguments("quarkus.tls.est.key-store.pem.0.key", "other.key", "quarkus.tls.est.key-store: "));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void F_25_F_26_a_wrong_file_ends_the_start_with_one_line(String setting, String file, String complaint)
            throws Exception {
        Path wrong = folder.resolve(file);

        List<String> output = startWith(setting, wrong);

        assertThat(output).noneMatch(line -> line.strip().startsWith("at "));
        assertThat(output)
                .filteredOn(line -> line.contains("the server cannot start: "))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(complaint));
    }

    private static List<String> startWith(String setting, Path value) throws Exception {
        Map<String, String> settings = new TreeMap<>(GOOD);
        settings.put(setting, value.toString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        settings.forEach((name, text) -> command.add("-D" + name + "=" + text));
        command.addAll(List.of(
                "-jar",
                Path.of("..", "est-api/target/quarkus-app/quarkus-run.jar").toString()));
        Path log = Files.createTempFile(folder, "start", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("EST_"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(log, StandardCharsets.UTF_8);
    }
}
