package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {

    private static final CertificationRequests GOOD = CertificationRequests.ec("CN=d");

    @Test
    void T_20_16_parts_of_a_name_pass_and_17_are_refused() {
        assertThatCode(() -> GOOD.withSubject(organizations(16)).decoded()).doesNotThrowAnyException();
        assertMalformed(GOOD.withSubject(organizations(17)), "more than 16 parts");
    }

    @Test
    void T_20_a_common_name_has_at_most_64_characters() {
        assertThatCode(() -> GOOD.withSubject(commonName(new DERUTF8String("ä".repeat(64))))
                        .decoded())
                .doesNotThrowAnyException();
        assertMalformed(GOOD.withSubject(commonName(new DERUTF8String("a".repeat(65)))), "longer than 64");
    }

    @Test
    void T_20_other_values_have_at_most_256_characters() {
        assertThatCode(() -> GOOD.withSubject(organization(new DERBMPString("a".repeat(256))))
                        .decoded())
                .doesNotThrowAnyException();
        assertMalformed(GOOD.withSubject(organization(new DERUTF8String("a".repeat(257)))), "longer than 256");
    }

    @Test
    void a_value_that_is_no_string_is_refused() {
        assertMalformed(GOOD.withSubject(commonName(new ASN1Integer(5))), "not a character string");
    }

    @Test
    void an_empty_relative_distinguished_name_is_refused() {
        byte[] name = HexFormat.of().parseHex("30023100");
        assertThatThrownBy(() -> NameRules.requireName(DerCursor.over(name).next("name")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void text_that_is_not_UTF_8_is_refused() {
        byte[] der = GOOD.withSubject(commonName(new DERUTF8String("device"))).der();
        der[indexOf(der, "device".getBytes(StandardCharsets.US_ASCII))] = (byte) 0xC0;
        assertThatThrownBy(() -> CertificationRequest.decode(der))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void names_with_odd_characters_are_policy_and_pass_here() {
        assertThat(GOOD.withDnsName("a\u0000b.example").decoded().alternativeNames())
                .hasSize(1);
    }

    @Test
    void T_20_100_alternative_names_pass_and_101_are_refused() {
        CertificationRequests request = GOOD;
        for (int i = 1; i <= 100; i++) {
            request = request.withDnsName("d" + i + ".example");
        }
        CertificationRequests full = request;
        assertThat(full.decoded().alternativeNames()).hasSize(100);
        assertMalformed(full.withDnsName("d101.example"), "more than 100 names");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30058703010203",
                "30028700",
                "30028200",
                "30038201FF",
                "30028800",
                "30020500",
                "3002A000",
                "3004A0020500",
                "3002A400",
                "3004A4020500",
                "3002A300",
                "3004A5020500",
                "30028900",
                "3006A40430023100"
            })
    void EST_ISS_09_alternative_names_that_are_not_well_formed_are_refused(String hex) {
        assertThatThrownBy(() -> GOOD.withExtension(
                                "2.5.29.17", false, HexFormat.of().parseHex(hex))
                        .decoded())
                .isInstanceOf(MalformedMessageException.class)
                .hasNoCause();
    }

    @Test
    void alternative_names_of_every_usual_kind_are_read() {
        assertThat(GOOD.withDnsName("a.example")
                        .withIpAddress("2001:db8::1")
                        .withAlternativeName(new GeneralName(GeneralName.rfc822Name, "a@example"))
                        .withAlternativeName(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:x:y"))
                        .withAlternativeName(new GeneralName(GeneralName.directoryName, "CN=d"))
                        .withAlternativeName(new GeneralName(GeneralName.registeredID, "1.2.3"))
                        .decoded()
                        .alternativeNames())
                .hasSize(6);
    }

    @Test
    void T_20_the_limits_of_names_hold_inside_a_directoryName() {
        assertMalformed(GOOD.withAlternativeName(new GeneralName(organizations(17))), "more than 16 parts");
    }

    private static X500Name organizations(int count) {
        RDN[] rdns = new RDN[count];
        Arrays.fill(rdns, new RDN(BCStyle.O, new DERUTF8String("o")));
        return new X500Name(rdns);
    }

    private static X500Name commonName(ASN1Encodable value) {
        return new X500Name(new RDN[] {new RDN(BCStyle.CN, value)});
    }

    private static X500Name organization(ASN1Encodable value) {
        return new X500Name(new RDN[] {new RDN(BCStyle.O, value)});
    }

    private static int indexOf(byte[] octets, byte[] part) {
        int at = 0;
        while (!Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }

    private static void assertMalformed(CertificationRequests request, String text) {
        assertThatThrownBy(request::decoded)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(text)
                .hasNoCause();
    }
}
