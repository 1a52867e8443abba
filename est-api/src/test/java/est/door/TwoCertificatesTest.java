package est.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A door with an ECDSA and an RSA certificate, seen by a C client of OpenSSL. */
class TwoCertificatesTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final TestPki.Holder RSA = TestPki.AUTHORITY.issueRsa("CN=rsa");
    private static final TestPki.Holder NEW_RSA = TestPki.AUTHORITY.issueRsa("CN=new rsa");
    private static final TestPki.Holder NEW_EC = TestPki.AUTHORITY.issue("CN=new ec", Duration.ofDays(1));
    private static final TestPki.Holder P384 = TestPki.AUTHORITY.issueP384("CN=p384");
    private static final TestPki.Holder MISMATCHED_RSA = new TestPki.Holder(NEW_RSA.keys(), RSA.chain());

    /** One door with both for each engine. */
    private static final Map<String, OpenDoor> KEPT = new HashMap<>();

    @TempDir
    private Path files;

    @AfterAll
    static void close() {
        KEPT.values().forEach(OpenDoor::close);
    }

    private static Uni<EstReply> count(EstRequest request) {
        int certificates = request.connection().certificates().size();
        return Uni.createFrom().item(EchoingDoor.text("brought " + certificates).closing());
    }

    /** As {@code quarkus.tls.est.key-store.pem.<name>.cert} and {@code .key} make it. */
    private static Door.ServerIdentity identity(TestPki.Holder... holders) {
        PemKeyCertOptions options = new PemKeyCertOptions();
        for (TestPki.Holder holder : holders) {
            options.addCertValue(Buffer.buffer(holder.certificatePem()));
            options.addKeyValue(Buffer.buffer(holder.keyPem()));
        }
        return new Door.ServerIdentity(options, List.of());
    }

    private static OpenDoor open(String engine, TestPki.Holder... holders) {
        return new OpenDoor(TwoCertificatesTest::count, Map.of("engine", engine), identity(holders));
    }

    private static String openssl(OpenDoor open, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("openssl", "s_client", "-ign_eof", "-connect", "127.0.0.1:" + open.door.port()));
        command.addAll(List.of(options));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "openssl is not installed");
            throw e;
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(GET.getBytes(StandardCharsets.US_ASCII));
            in.flush();
        } catch (IOException gone) {
            assertThat(gone).hasMessageContaining("Broken pipe");
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** What a client offers, and whose certificate it is shown. */
    static Stream<Arguments> offers() {
        return Stream.of(
                Arguments.of("-tls1_3", "localhost"),
                Arguments.of("-tls1_3 -sigalgs ECDSA+SHA256", "localhost"),
                Arguments.of("-tls1_3 -sigalgs RSA-PSS+SHA256", "rsa"),
                Arguments.of("-tls1_3 -sigalgs ECDSA+SHA384:RSA-PSS+SHA256", "rsa"),
                Arguments.of("-tls1_2", "localhost"),
                Arguments.of("-tls1_2 -sigalgs ECDSA+SHA256", "localhost"),
                Arguments.of("-tls1_2 -sigalgs RSA+SHA256", "rsa"),
                Arguments.of("-tls1_2 -sigalgs RSA-PSS+SHA256", "rsa"),
                Arguments.of("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", "localhost"),
                Arguments.of("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", "rsa"),
                Arguments.of("-tls1_2 -groups X25519", "rsa"));
    }

    @ParameterizedTest
    @MethodSource("offers")
    void EST_TLS_04_conscrypt_shows_the_certificate_that_the_client_can_do_with(String offer, String name)
            throws IOException {
        isShown("conscrypt", offer, name);
    }

    @ParameterizedTest
    @MethodSource("offers")
    void EST_TLS_04_the_jdk_engine_shows_the_certificate_that_the_client_can_do_with(String offer, String name)
            throws IOException {
        isShown("jdk", offer, name);
    }

    /** The client brings a certificate that its offer lets it sign with. */
    private void isShown(String engine, String offer, String name) throws IOException {
        String device = pem(name.equals("rsa") ? NEW_RSA : TestPki.DEVICE);
        OpenDoor open = KEPT.computeIfAbsent(engine, each -> open(each, RSA, TestPki.SERVER));
        assertThat(openssl(open, (offer + " -cert " + device).split(" ")))
                .contains("subject=CN = " + name)
                .contains("HTTP/1.1 200")
                .contains("brought 1");
    }

    private String pem(TestPki.Holder holder) throws IOException {
        return Files.writeString(files.resolve("device.pem"), holder.pem()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void the_curve_of_the_certificate_decides_in_TLS_13(String engine) throws IOException {
        try (OpenDoor open = open(engine, RSA, P384)) {
            assertThat(openssl(open, "-tls1_3")).contains("subject=CN = p384");
            assertThat(openssl(open, "-tls1_3", "-sigalgs", "ECDSA+SHA256:RSA-PSS+SHA256"))
                    .contains("subject=CN = rsa");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void a_client_that_can_do_with_neither_is_refused(String engine) throws IOException {
        try (OpenDoor open = open(engine, RSA, P384)) {
            assertThat(openssl(open, "-tls1_3", "-sigalgs", "ECDSA+SHA256"))
                    .contains("alert")
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void T_3_F_28_both_are_replaced_while_it_serves_and_clients_are_still_asked_for_theirs(String engine)
            throws IOException {
        String device = pem(TestPki.DEVICE);
        try (OpenDoor open = open(engine, TestPki.SERVER, RSA)) {
            open.door.show(identity(NEW_EC, NEW_RSA));

            assertThat(open.door.certificates()).containsExactly(NEW_EC.leaf(), NEW_RSA.leaf());
            assertThat(openssl(open, "-tls1_3", "-cert", device)).contains("subject=CN = new ec", "brought 1");
            assertThat(openssl(open, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256", "-cert", device))
                    .contains("subject=CN = new rsa", "brought 1");
        }
    }

    @Test
    void I_13_a_pair_of_which_one_does_not_fit_changes_nothing() throws IOException {
        try (OpenDoor open = open("conscrypt", TestPki.SERVER, RSA)) {
            assertThatThrownBy(() -> open.door.show(identity(NEW_EC, MISMATCHED_RSA)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("quarkus.tls.est.key-store: key and certificate do not fit each other");

            assertThat(open.door.certificates()).containsExactly(TestPki.SERVER.leaf(), RSA.leaf());
            assertThat(openssl(open, "-tls1_3")).contains("subject=CN = localhost");
        }
    }

    static Stream<List<TestPki.Holder>> notAPair() {
        return Stream.of(List.of(TestPki.SERVER, P384), List.of(RSA, NEW_RSA), List.of(TestPki.SERVER, RSA, NEW_RSA));
    }

    @ParameterizedTest
    @MethodSource("notAPair")
    void I_13_two_of_one_kind_are_refused(List<TestPki.Holder> holders) throws IOException {
        try (OpenDoor open = open("conscrypt", TestPki.SERVER)) {
            assertThatThrownBy(() -> open.door.show(identity(holders.toArray(TestPki.Holder[]::new))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("quarkus.tls.est.key-store: it holds keys of the kinds");

            assertThat(open.door.certificates()).containsExactly(TestPki.SERVER.leaf());
        }
    }

    @Test
    void half_a_pair_is_refused() {
        Vertx vertx = Vertx.vertx();
        try {
            PemKeyCertOptions half = ((PemKeyCertOptions)
                            identity(TestPki.SERVER).keys())
                    .addCertValue(Buffer.buffer(RSA.certificatePem()));
            assertThatThrownBy(() -> ServerKeys.of(half, vertx)).isInstanceOf(IllegalArgumentException.class);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void either_changes_the_fingerprint() {
        Vertx vertx = Vertx.vertx();
        try {
            List<String> fingerprints = Stream.of(
                            identity(TestPki.SERVER, RSA), identity(NEW_EC, RSA), identity(TestPki.SERVER, NEW_RSA))
                    .map(each -> ServerKeys.of(each.keys(), vertx).fingerprint())
                    .toList();
            assertThat(fingerprints).doesNotHaveDuplicates();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void the_order_in_the_files_does_not_matter() {
        try (OpenDoor open = open("conscrypt", RSA, TestPki.SERVER)) {
            assertThat(open.door.certificates())
                    .extracting(X509Certificate::getSubjectX500Principal)
                    .extracting(Object::toString)
                    .containsExactly("CN=localhost", "CN=rsa");
        }
    }
}
