package est.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.Pem;
import est.device.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustAnchorFileTest {

    private static final X509Certificate ONE = new TestAuthority("CN=One").certificate();
    private static final X509Certificate TWO = new TestAuthority("CN=Two").certificate();
    private static final X509Certificate EXPIRED =
            TestAuthority.expired("CN=Old").certificate();
    private static final X509Certificate LEAF = new TestAuthority("CN=CA").device("CN=leaf", TestAuthority.ecKeys());

    @TempDir
    Path directory;

    private List<X509Certificate> read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("anchors.pem"), text);
        return TrustAnchorFile.read("est.trust-anchors.vendor", file, Instant.now());
    }

    @Test
    void all_certificates_are_read_whatever_stands_between_them() throws IOException {
        assertThat(read("vendor one\n" + Pem.of(ONE) + "\r\n# vendor two\r\n" + Pem.of(TWO)))
                .containsExactly(ONE, TWO);
    }

    @Test
    void T_3_an_expired_anchor_among_others_does_not_count() throws IOException {
        assertThat(read(Pem.of(EXPIRED, ONE))).containsExactly(ONE);
    }

    static Stream<Arguments> bad() {
        String two = Pem.of(ONE, TWO);
        return Stream.of(
                Arguments.of("", "holds no certificate"),
                Arguments.of("no PEM at all\n", "cannot be read"),
                Arguments.of(Pem.of(LEAF), "no CA certificate: CN=leaf"),
                Arguments.of(Pem.of(ONE, LEAF), "no CA certificate: CN=leaf"),
                Arguments.of(Pem.of(ONE, TWO, ONE), "twice: CN=One"),
                Arguments.of(Pem.of(EXPIRED), "no certificate that is valid now"),
                Arguments.of(two.substring(0, two.length() - 10), "is cut off"),
                Arguments.of(two.substring(0, two.length() - 100), "is cut off"),
                Arguments.of(Pem.of(ONE) + "-----BEGIN CERT", "is cut off"),
                Arguments.of(Pem.of(ONE).replace("MII", "AAA"), "cannot be read"),
                Arguments.of(Pem.of(TestAuthority.ecKeys().getPrivate()), "something else than certificates"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void T_2_T_3_what_is_no_list_of_valid_ca_certificates_is_refused(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.trust-anchors.vendor: ")
                .hasMessageContaining(why);
    }

    @Test
    void a_missing_file_is_refused_by_name() {
        Path missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> TrustAnchorFile.read("est.trust-anchors.vendor", missing, Instant.now()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("est.trust-anchors.vendor: " + missing + " cannot be read");
    }
}
