package est.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.identity.NameSpace;
import est.identity.RegistrationAuthority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationAuthoritiesTest {

    private static final String PRINT = "AB:".repeat(31) + "AB";

    /** Settings as they are read. */
    private record Given(
            Set<String> certificates,
            Optional<List<String>> dnsSuffixes,
            Optional<List<String>> ipRanges,
            Optional<String> deviceIds,
            Optional<String> eapIdentities)
            implements RegistrationAuthoritySettings {}

    private static Given given(String certificate, String suffix, String range, String deviceIds) {
        return new Given(
                Set.of(certificate),
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
                Set.of(PRINT),
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
