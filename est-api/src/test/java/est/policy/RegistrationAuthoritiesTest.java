package est.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.identity.CertificateNumber;
import est.identity.NameSpace;
import est.identity.RegistrationAuthority;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationAuthoritiesTest {

    private static final String PRINT = "AB:".repeat(31) + "AB";

    /** Settings as they are read. */
    private record Given(
            Optional<Set<String>> certificates,
            Optional<String> issuer,
            Optional<Set<String>> serialNumbers,
            Optional<String> subject,
            Optional<List<String>> dnsSuffixes,
            Optional<List<String>> ipRanges,
            Optional<String> deviceIds,
            Optional<String> eapIdentities)
            implements RegistrationAuthoritySettings {}

    private static Given given(String certificate, String suffix, String range, String deviceIds) {
        return new Given(
                Optional.of(Set.of(certificate)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(suffix).map(List::of),
                Optional.ofNullable(range).map(List::of),
                Optional.ofNullable(deviceIds),
                Optional.empty());
    }

    @Test
    void a_fingerprint_may_be_written_as_tools_print_it() {
        RegistrationAuthority gate = RegistrationAuthorities.of(
                        "default", Map.of("gate", given(PRINT, "Example.ORG", "10.0.0.0/8", "s[0-9]")))
                .get(0);
        assertThat(gate.fingerprints()).containsExactly("ab".repeat(32));
        assertThat(gate.nameSpace().dnsSuffixes()).containsExactly("example.org");
    }

    @Test
    void each_setting_has_its_place_in_the_name_space() {
        Given all = new Given(
                Optional.of(Set.of(PRINT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of("a.example")),
                Optional.of(List.of("10.0.0.0/8")),
                Optional.of("device.*"),
                Optional.of("user.*"));
        NameSpace space = RegistrationAuthorities.of("default", Map.of("gate", all))
                .get(0)
                .nameSpace();
        assertThat(space.dnsSuffixes()).containsExactly("a.example");
        assertThat(space.ipRanges()).containsExactly("10.0.0.0/8");
        assertThat(space.deviceIds().orElseThrow().pattern()).isEqualTo("device.*");
        assertThat(space.eapIdentities().orElseThrow().pattern()).isEqualTo("user.*");
    }

    private static Given named(String issuer, String serial, String subject) {
        return new Given(
                Optional.empty(),
                Optional.ofNullable(issuer),
                Optional.ofNullable(serial).map(Set::of),
                Optional.ofNullable(subject),
                Optional.of(List.of("example")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RegistrationAuthority authority(Given given) {
        return RegistrationAuthorities.of("shop", Map.of("gate", given)).get(0);
    }

    @Test
    void T_8_issuer_serial_number_and_subject_are_compared_by_value() {
        assertThat(authority(named("CN=Issuing  CA", "0A:ff", null)).numbers())
                .containsExactly(new CertificateNumber(new X500Principal("CN=issuing ca"), BigInteger.valueOf(0x0aff)));
        assertThat(authority(named(null, null, "CN=Gate.Example, O=Ward")).subject())
                .contains(new X500Principal("cn=gate.example,o=ward"));
    }

    @ParameterizedTest
    @CsvSource({
        ", , , says not who it is",
        "CN=CA, , , .issuer",
        ", 01, , .serial-numbers",
        "CN=CA, xyz, , .serial-numbers",
        "Issuing CA, 01, , .issuer",
        ", , gate, .subject",
        ", , '', .subject"
    })
    void I_13_T_8_a_name_that_cannot_be_is_refused(String issuer, String serial, String subject, String where) {
        assertThatThrownBy(() -> authority(named(issuer, serial, subject)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.label.shop.ra.gate")
                .hasMessageContaining(where);
    }

    @Test
    void I_13_T_8_one_subject_is_not_two_authorities() {
        Given gate = named(null, null, "CN=gate");
        assertThatThrownBy(() -> RegistrationAuthorities.of("shop", Map.of("a", gate, "b", gate)))
                .hasMessageContaining("named twice");
        Given number = named("CN=CA", "01", null);
        assertThatThrownBy(() -> RegistrationAuthorities.of("shop", Map.of("a", number, "b", number)))
                .hasMessageContaining("named twice");
    }

    @ParameterizedTest
    @CsvSource({
        "abcd, example, , , .certificates",
        "0, example, , , .certificates",
        "1, , , , says nobody",
        "1, , 10.0.0.0/8, , says nobody",
        "1, .example, , , .dns-suffixes",
        "1, *.example, , , .dns-suffixes",
        "1, example, 10.0.0.0, , .ip-ranges",
        "1, example, 10.0.0.0/33, , .ip-ranges",
        "1, example, host.example/8, , .ip-ranges",
        "1, example, , (, .device-ids"
    })
    void I_13_what_cannot_be_is_refused_by_name(
            String certificate, String suffix, String range, String deviceIds, String where) {
        String print = certificate.equals("1") ? PRINT : certificate;
        assertThatThrownBy(() ->
                        RegistrationAuthorities.of("shop", Map.of("gate", given(print, suffix, range, deviceIds))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.label.shop.ra.gate")
                .hasMessageContaining(where);
    }

    @Test
    void I_13_one_certificate_is_not_two_authorities() {
        Given gate = given(PRINT, "example", null, null);
        assertThatThrownBy(() -> RegistrationAuthorities.of("shop", Map.of("a", gate, "b", gate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("named twice");
        assertThatThrownBy(() -> RegistrationAuthorities.of("shop", Map.of("My-Gate", gate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower case");
    }
}
