package est.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTextTest {
    private static final CertificateContent GRANT = new CertificateContent(
            new X500Principal("CN=device\\, 1\\+2, O=Ärger"),
            List.of(
                    AlternativeName.dnsName("a.example"),
                    AlternativeName.ipAddress(new byte[] {(byte) 192, 0, 2, 1}),
                    AlternativeName.of(AlternativeName.Kind.URI, new byte[] {':', (byte) 0xff, ':'})),
            Set.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_AGREEMENT),
            List.of("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"),
            List.of(new CertificateContent.Extension("1.2.3.4", true, new byte[] {5, 0})),
            Instant.parse("2049-12-31T23:59:59Z"),
            Instant.parse("2050-01-01T00:00:00Z"));

    @Test
    void I_5_a_grant_reads_back_as_itself() {
        assertThat(GrantText.read(GrantText.of(GRANT))).isEqualTo(GRANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "CN=device", "{}", "[]", "{\"subject\":\"MAA=\",\"extensions\":[\"1.2.3.4 2 octets\"]}"})
    void T_29_what_is_no_grant_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> GrantText.read(text));
    }
}
