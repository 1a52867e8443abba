package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedExtensionsTest {

    private static final CertificationRequests GOOD = CertificationRequests.ec("CN=d");

    @Test
    void EST_ENR_08_what_is_asked_for_can_be_read() {
        CertificationRequest request = GOOD.withDnsName("a.example")
                .withIpAddress("192.0.2.1")
                .withKeyUsage(KeyUsage.digitalSignature | KeyUsage.keyAgreement)
                .withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth)
                .decoded();
        assertThat(request.alternativeNames()).hasSize(2);
        assertThat(request.keyUsage()).hasValueSatisfying(usage -> {
            assertThat(usage.hasUsages(KeyUsage.digitalSignature | KeyUsage.keyAgreement))
                    .isTrue();
            assertThat(usage.hasUsages(KeyUsage.keyCertSign)).isFalse();
        });
        assertThat(request.extendedKeyUsages()).containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
        assertThat(request.requestedExtensions().orElseThrow().getExtensionOIDs())
                .hasSize(3);
    }

    @Test
    void EST_ISS_08_a_request_to_be_a_CA_is_well_formed_and_visible() {
        CertificationRequest request = GOOD.withCaTrue().decoded();
        assertThat(BasicConstraints.fromExtensions(request.requestedExtensions().orElseThrow())
                        .isCA())
                .isTrue();
    }

    @Test
    void EST_ENR_09_an_extension_twice_is_refused() {
        assertMalformed(
                GOOD.withExtension("1.2.3.4", false, new byte[] {5, 0})
                        .withExtension("1.2.3.4", true, new byte[] {5, 0}),
                "twice");
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.29.9,  subjectDirectoryAttributes, 30020500",
        "2.5.29.14, subjectKeyIdentifier,       3000",
        "2.5.29.15, keyUsage,                   04020000",
        "2.5.29.17, subjectAltName,             0500",
        "2.5.29.18, issuerAltName,              30020500",
        "2.5.29.19, basicConstraints,           30020500",
        "2.5.29.30, nameConstraints,            30020500",
        "2.5.29.31, cRLDistributionPoints,      30020500",
        "2.5.29.32, certificatePolicies,        30020500",
        "2.5.29.33, policyMappings,             300430020500",
        "2.5.29.35, authorityKeyIdentifier,     0500",
        "2.5.29.36, policyConstraints,          30020500",
        "2.5.29.37, extKeyUsage,                30020500",
        "2.5.29.46, freshestCRL,                30020500",
        "2.5.29.54, inhibitAnyPolicy,           0500",
        "1.3.6.1.5.5.7.1.1,  authorityInfoAccess, 30020500",
        "1.3.6.1.5.5.7.1.11, subjectInfoAccess,   30020500"
    })
    void EST_ENR_08_an_extension_that_cannot_be_parsed_is_refused(String oid, String name, String hex) {
        assertThatThrownBy(() -> GOOD.withExtension(oid, false, HexFormat.of().parseHex(hex))
                        .decoded())
                .as(name)
                .isInstanceOf(MalformedMessageException.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5.29.9",
                "2.5.29.17",
                "2.5.29.18",
                "2.5.29.30",
                "2.5.29.31",
                "2.5.29.32",
                "2.5.29.33",
                "2.5.29.36",
                "2.5.29.37",
                "2.5.29.46",
                "1.3.6.1.5.5.7.1.1",
                "1.3.6.1.5.5.7.1.11"
            })
    void T_12_an_empty_list_in_an_extension_is_refused(String oid) {
        assertMalformed(GOOD.withExtension(oid, false, new byte[] {0x30, 0}), "empty list");
    }

    @Test
    void EST_ENR_08_a_key_usage_without_any_bit_is_refused() {
        assertMalformed(GOOD.withExtension("2.5.29.15", true, HexFormat.of().parseHex("030100")), "no bit");
    }

    @Test
    void T_16_octets_behind_the_value_of_an_extension_are_refused() {
        assertMalformed(GOOD.withExtension("2.5.29.19", true, HexFormat.of().parseHex("300000")), "behind the end");
    }

    @Test
    void T_16_an_extension_that_is_not_DER_inside_is_refused() {
        assertMalformed(
                GOOD.withExtension("2.5.29.19", true, HexFormat.of().parseHex("30800000")), "indefinite length");
    }

    @Test
    void T_20_nesting_inside_the_octets_of_an_extension_is_bounded() {
        assertMalformed(GOOD.withExtension("2.5.29.37", false, HexFormat.of().parseHex(nested(20))), "nested");
    }

    @Test
    void an_unknown_extension_is_kept_unparsed() {
        byte[] anything = {1, 2, 3};
        ASN1OctetString value = GOOD.withExtension("1.2.3.4", false, anything)
                .decoded()
                .requestedExtensions()
                .orElseThrow()
                .getExtensionValue(new ASN1ObjectIdentifier("1.2.3.4"));
        assertThat(value.getOctets()).isEqualTo(anything);
    }

    @Test
    void an_element_that_is_no_extension_is_refused() {
        assertMalformed(GOOD.withRawExtension(new DERSequence()), "extension");
        assertMalformed(GOOD.withRawExtension(new DERSequence(new ASN1ObjectIdentifier("1.2.3.4"))), "extension");
    }

    @Test
    void T_20_32_extensions_pass_and_33_are_refused() {
        CertificationRequests request = GOOD;
        for (int i = 1; i <= 32; i++) {
            request = request.withExtension("1.2.3." + i, false, new byte[] {5, 0});
        }
        CertificationRequests full = request;
        assertThatCode(full::decoded).doesNotThrowAnyException();
        assertMalformed(full.withExtension("1.2.3.33", false, new byte[] {5, 0}), "more than 32 extensions");
    }

    @Test
    void EST_ENR_08_policy_mappings_that_are_pairs_pass() {
        byte[] value = HexFormat.of().parseHex("300A300806022A0306022A04");
        assertThat(GOOD.withExtension(Extension.policyMappings.getId(), true, value)
                        .decoded()
                        .requestedExtensions())
                .isPresent();
    }

    private static String nested(int levels) {
        String hex = "";
        for (int i = 0; i < levels; i++) {
            hex = "30" + HexFormat.of().toHexDigits((byte) (hex.length() / 2)) + hex;
        }
        return hex;
    }

    private static void assertMalformed(CertificationRequests request, String text) {
        assertThatThrownBy(request::decoded)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(text)
                .hasNoCause();
    }
}
