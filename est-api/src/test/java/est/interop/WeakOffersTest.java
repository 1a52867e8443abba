package est.interop;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ClientHellos written by hand, since today's libraries cannot offer any more what must be refused. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class WeakOffersTest {

    private static final String TLS_12 = "0303";
    private static final String ECDHE_ECDSA_AES_128_GCM = "c02b";

    /** Content type, version, length; then level and description, if it is an alert (RFC 5246 §6.2.1, §7.2). */
    private static final int ALERT_OCTETS = 7;

    private static final String HANDSHAKE = "16";
    private static final String HANDSHAKE_FAILURE = "0228";
    private static final String PROTOCOL_VERSION = "0246";

    /** P-256, uncompressed points, ECDSA and RSA with SHA-256: whatever fails does not fail for want of these. */
    private static final String EXTENSIONS = "000a00040002" + "0017" + "000b00020100" + "000d00060004" + "04030401";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Test
    void EST_TLS_02_the_same_hello_with_a_good_suite_is_answered() throws Exception {
        assertThat(answer(TLS_12, ECDHE_ECDSA_AES_128_GCM)).startsWith(HANDSHAKE);
    }

    @ParameterizedTest
    @CsvSource({"SSL 3.0,0300", "TLS 1.0,0301", "TLS 1.1,0302"})
    void EST_TLS_02_an_old_version_ends_in_an_alert(String name, String version) throws Exception {
        // TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, which those versions have
        assertThat(answer(version, "c009")).as(name).startsWith("15").endsWith(PROTOCOL_VERSION);
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_RSA_WITH_NULL_SHA, 0002",
        "TLS_RSA_WITH_NULL_SHA256, 003b",
        "TLS_ECDHE_ECDSA_WITH_NULL_SHA, c006",
        "TLS_RSA_EXPORT_WITH_RC4_40_MD5, 0003",
        "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA, 0008",
        "TLS_DH_anon_WITH_AES_128_CBC_SHA, 0034",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, c018",
        "TLS_RSA_WITH_DES_CBC_SHA, 0009",
        "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA, c008",
        "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA, c007"
    })
    void EST_TLS_03_a_weak_suite_is_never_negotiated(String name, String suite) throws Exception {
        assertThat(answer(TLS_12, suite)).as(name).startsWith("15").endsWith(HANDSHAKE_FAILURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c009", "c00a", "002f", "009c"})
    void EST_TLS_17_neither_cbc_nor_static_rsa(String suite) throws Exception {
        assertThat(answer(TLS_12, suite)).startsWith("15").endsWith(HANDSHAKE_FAILURE);
    }

    /** The first octets of what the server says to a hello, in hexadecimal. */
    private String answer(String version, String suites) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hello(version, suites)));
            return HexFormat.of().formatHex(socket.getInputStream().readNBytes(ALERT_OCTETS));
        }
    }

    private static String hello(String version, String suites) {
        String random = "5a".repeat(32);
        String noSession = "00";
        String noCompression = "0100";
        String body = version + random + noSession + sized(suites) + noCompression + sized(EXTENSIONS);
        return HANDSHAKE + "0301" + sized("0100" + sized(body));
    }

    private static String sized(String hex) {
        return "%04x".formatted(hex.length() / 2) + hex;
    }
}
