package est.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import est.pki.CertificateContent.Extension;
import est.pki.CertificateContent.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateContentTest {

    private static final X500Principal NAMED = new X500Principal("CN=device");
    private static final X500Principal NAMELESS = new X500Principal("");
    private static final Set<KeyUsage> SIGNS = EnumSet.of(KeyUsage.DIGITAL_SIGNATURE);
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(90));

    @Test
    void EST_ISS_04_an_empty_subject_needs_an_alternative_name() {
        new CertificateContent(NAMELESS, List.of(AlternativeName.dnsName("a")), SIGNS, List.of(), List.of(), FROM, TO);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateContent(NAMELESS, List.of(), SIGNS, List.of(), List.of(), FROM, TO));
    }

    @Test
    void EST_ISS_04_a_subject_without_a_name_is_empty_and_one_with_a_name_is_not() {
        List<AlternativeName> names = List.of(AlternativeName.dnsName("a"));

        assertThat(new CertificateContent(NAMELESS, names, SIGNS, List.of(), List.of(), FROM, TO).hasEmptySubject())
                .isTrue();
        assertThat(new CertificateContent(NAMED, names, SIGNS, List.of(), List.of(), FROM, TO).hasEmptySubject())
                .isFalse();
    }

    @Test
    void EST_ISS_03_dates_have_whole_seconds_and_are_in_order() {
        refused(SIGNS, List.of(), FROM.plusMillis(1), TO);
        refused(SIGNS, List.of(), FROM, FROM);
        refused(SIGNS, List.of(), TO, FROM);
    }

    @Test
    void EST_ISS_05_no_extension_repeats() {
        refused(SIGNS, List.of(extension("1.2.3"), extension("1.2.3")), FROM, TO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5.29.19", "2.5.29.30", "2.5.29.35", "2.5.29.31", "2.5.29.15", "1.3.6.1.5.5.7.1.1"})
    void T_12_extensions_of_the_authority_cannot_be_granted(String oid) {
        refused(SIGNS, List.of(extension(oid)), FROM, TO);
    }

    @Test
    void EST_ISS_07_a_key_usage_is_needed() {
        refused(EnumSet.noneOf(KeyUsage.class), List.of(), FROM, TO);
    }

    @Test
    void extended_key_usages_do_not_repeat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateContent(
                        NAMED, List.of(), SIGNS, List.of("1.2.3", "1.2.3"), List.of(), FROM, TO));
    }

    @Test
    void validity_is_the_time_between_the_dates() {
        CertificateContent content = new CertificateContent(NAMED, List.of(), SIGNS, List.of(), List.of(), FROM, TO);

        assertThat(content.validity()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void T_12_no_grant_can_name_a_CA_usage() {
        assertThat(Arrays.stream(KeyUsage.values()).map(KeyUsage::bit)).doesNotContain(5, 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "münchen.example", "\u0100"})
    void EST_ISS_09_a_dNSName_is_ASCII_text(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> AlternativeName.dnsName(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 15, 17})
    void EST_ISS_09_an_address_has_4_or_16_octets(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> AlternativeName.ipAddress(new byte[length]));
    }

    @Test
    void a_name_that_could_break_a_log_line_is_shown_as_hex() {
        byte[] octets = "a\r\nb".getBytes(StandardCharsets.US_ASCII);

        assertThat(AlternativeName.of(AlternativeName.Kind.DNS_NAME, octets)).hasToString("DNS_NAME:610d0a62");
        assertThat(AlternativeName.dnsName("a.b")).hasToString("DNS_NAME:a.b");
    }

    @Test
    void names_are_equal_by_kind_and_octets() {
        byte[] octets = {'a'};

        assertThat(AlternativeName.of(AlternativeName.Kind.DNS_NAME, octets))
                .isEqualTo(AlternativeName.dnsName("a"))
                .isNotEqualTo(AlternativeName.of(AlternativeName.Kind.URI, octets));
    }

    private static void refused(Set<KeyUsage> usages, List<Extension> extensions, Instant from, Instant to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateContent(NAMED, List.of(), usages, List.of(), extensions, from, to));
    }

    private static Extension extension(String oid) {
        return new Extension(oid, false, new byte[] {5, 0});
    }
}
