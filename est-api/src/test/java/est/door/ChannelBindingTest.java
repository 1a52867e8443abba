package est.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import est.proof.ChannelBinding;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The channel bindings the server sees, compared with what a C client of OpenSSL sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelBindingTest {

    private static final Pattern FINISHED = Pattern.compile("14 00 00 0c((?: [0-9a-f]{2}){12})");
    private static final Pattern EXPORTED = Pattern.compile("Keying material: ([0-9A-F]{64})");
    private static final Pattern OURS = Pattern.compile("binding=(\\w+):([0-9a-f]*) chain=(\\d)");

    @TempDir
    private Path files;

    private OpenDoor open;

    @BeforeAll
    void open() {
        open = new OpenDoor(ChannelBindingTest::tell, Map.of("engine", "conscrypt"));
    }

    @AfterAll
    void close() {
        open.close();
    }

    private static Uni<EstReply> tell(EstRequest request) {
        String binding = request.connection()
                .channelBinding()
                .map(b -> b.kind() + ":" + HexFormat.of().formatHex(b.value()))
                .orElse("none:");
        String text = "binding=" + binding + " chain="
                + request.connection().certificates().size();
        return Uni.createFrom()
                .item(new EstReply(200, Map.of(), text.getBytes(StandardCharsets.US_ASCII), false).closing());
    }

    /** Everything {@code openssl s_client} prints during one request. */
    private String openssl(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-ign_eof", "-msg"));
        all.addAll(List.of(options));
        return openssl(Map.of(), "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n", all);
    }

    private String openssl(Map<String, String> environment, String input, List<String> options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + open.door.port()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            assumeTrue(false, "openssl is not installed");
            throw e;
        }
        try (OutputStream in = process.getOutputStream()) {
            ask(in, input);
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A client whose handshake failed has gone before it reads anything; what it printed says why. */
    private static void ask(OutputStream in, String input) {
        try {
            in.write(input.getBytes(StandardCharsets.US_ASCII));
            in.flush();
        } catch (IOException gone) {
            assertThat(gone).hasMessageContaining("Broken pipe");
        }
    }

    private static String kind(String output) {
        return ours(output).group(1);
    }

    private static String value(String output) {
        return ours(output).group(2);
    }

    private static Matcher ours(String output) {
        Matcher matcher = OURS.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher;
    }

    /** The verify data of the first Finished message of the handshake, whoever sent it. */
    private static String firstFinished(String output) {
        Matcher matcher = FINISHED.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1).replace(" ", "");
    }

    @Test
    void EST_POP_02_tls_12_gives_the_first_finished_message() throws IOException {
        String output = openssl("-tls1_2");
        assertThat(kind(output)).isEqualTo(ChannelBinding.Kind.TLS_UNIQUE.name());
        assertThat(value(output)).isEqualTo(firstFinished(output));
    }

    @Test
    void EST_POP_03_a_resumed_session_gives_the_servers_finished_and_EST_TLS_12_the_identity() throws IOException {
        Path pem = Files.writeString(files.resolve("device.pem"), TestPki.DEVICE.pem());
        String session = files.resolve("session").toString();
        String first = openssl("-tls1_2", "-cert", pem.toString(), "-sess_out", session);
        String second = openssl("-tls1_2", "-cert", pem.toString(), "-sess_in", session);
        assertThat(first).contains("New, TLSv1.2");
        assertThat(second).contains("Reused, TLSv1.2");
        assertThat(second.indexOf("14 00 00 0c")).isGreaterThan(0);
        assertThat(value(second)).isEqualTo(firstFinished(second)).isNotEqualTo(value(first));
        assertThat(ours(second).group(3)).isEqualTo(ours(first).group(3)).isNotEqualTo("0");
    }

    @Test
    void EST_POP_04_tls_13_gives_the_exporter() throws IOException {
        String output = openssl("-tls1_3", "-keymatexport", "EXPORTER-Channel-Binding", "-keymatexportlen", "32");
        Matcher exported = EXPORTED.matcher(output);
        assertThat(exported.find()).as(output).isTrue();
        assertThat(kind(output)).isEqualTo(ChannelBinding.Kind.TLS_EXPORTER.name());
        assertThat(value(output)).isEqualTo(exported.group(1).toLowerCase(Locale.ROOT));
    }

    @Test
    void EST_POP_05_without_extended_master_secret_there_is_no_binding() throws IOException {
        Path config = Files.writeString(files.resolve("no-ems.cnf"), """
                openssl_conf = all
                [all]
                ssl_conf = ssl
                [ssl]
                system_default = defaults
                [defaults]
                Options = -ExtendedMasterSecret
                """);
        String output = openssl(
                Map.of("OPENSSL_CONF", config.toString()),
                "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                List.of("-ign_eof", "-tls1_2"));
        assertThat(output).contains("Extended master secret: no");
        assertThat(kind(output)).isEqualTo("none");
    }

    @Test
    void EST_TLS_13_a_client_cannot_renegotiate() throws IOException {
        String output = openssl(Map.of(), "R\n", List.of("-tls1_2"));
        assertThat(output).contains("RENEGOTIATING").containsIgnoringCase("error");
    }

    @Test
    void EST_TLS_16_no_early_data_is_taken() throws IOException {
        assertThat(openssl("-tls1_3"))
                .contains("Early data was not sent")
                .doesNotContainPattern("Max Early Data: [1-9]");
    }

    @Test
    void T_22_nothing_is_compressed() throws IOException {
        assertThat(openssl("-tls1_2")).contains("Compression: NONE");
    }

    @Test
    void EST_TLS_02_tls_11_is_refused() throws IOException {
        assertThat(openssl("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
                .doesNotContain("HTTP/1.1 200")
                .contains("lert");
    }

    @Test
    void EST_TLS_17_only_forward_secret_authenticated_suites_are_spoken() throws IOException {
        assertThat(openssl("-tls1_2", "-cipher", "AES128-SHA:AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA"))
                .doesNotContain("HTTP/1.1 200");
    }
}
