package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestAttributesTest {

    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    private static final String CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";
    private static final String UNSTRUCTURED_NAME = "1.2.840.113549.1.9.2";
    private static final CertificationRequests GOOD = CertificationRequests.ec("CN=d");

    static Stream<ASN1Encodable> EST_POP_06_every_string_type_is_read() {
        return Stream.of(
                new DERPrintableString("AQIDBAUGBwgJCgsM"),
                new DERUTF8String("AQIDBAUGBwgJCgsM"),
                new DERIA5String("AQIDBAUGBwgJCgsM"),
                new DERT61String("AQIDBAUGBwgJCgsM"),
                new DERBMPString("AQIDBAUGBwgJCgsM"));
    }

    @ParameterizedTest
    @MethodSource
    void EST_POP_06_every_string_type_is_read(ASN1Encodable value) {
        assertThat(GOOD.withAttribute(CHALLENGE_PASSWORD, value).decoded().challengePassword())
                .contains("AQIDBAUGBwgJCgsM");
    }

    @Test
    void EST_POP_06_two_values_are_refused() {
        assertMalformed(
                GOOD.withAttribute(CHALLENGE_PASSWORD, new DERPrintableString("a"), new DERPrintableString("b")),
                "more than one value");
    }

    @Test
    void EST_POP_06_no_value_is_refused() {
        assertMalformed(GOOD.withAttribute(CHALLENGE_PASSWORD), "challengePassword");
    }

    @Test
    void EST_POP_06_a_value_that_is_no_string_is_refused() {
        assertMalformed(GOOD.withAttribute(CHALLENGE_PASSWORD, new ASN1Integer(1)), "not a character string");
    }

    @Test
    void T_20_a_challenge_over_256_characters_is_refused() {
        assertThatCode(() -> GOOD.withChallengePassword("a".repeat(256)).decoded())
                .doesNotThrowAnyException();
        assertMalformed(GOOD.withChallengePassword("a".repeat(257)), "longer than 256");
    }

    @Test
    void EST_ENR_09_an_attribute_type_twice_is_refused() {
        assertMalformed(GOOD.withChallengePassword("a").withChallengePassword("a"), "twice");
        assertMalformed(
                GOOD.withAttribute(UNSTRUCTURED_NAME, new DERUTF8String("a"))
                        .withAttribute(UNSTRUCTURED_NAME, new DERUTF8String("b")),
                "twice");
    }

    @Test
    void EST_ENR_09_an_extension_request_without_value_is_refused() {
        assertMalformed(GOOD.withAttribute(EXTENSION_REQUEST), "extension request");
    }

    @Test
    void EST_ENR_09_an_extension_request_with_two_values_is_refused() {
        assertMalformed(GOOD.withAttribute(EXTENSION_REQUEST, extensions(), extensions()), "more than one value");
    }

    @Test
    void T_12_an_extension_request_that_is_an_empty_list_is_refused() {
        assertMalformed(GOOD.withAttribute(EXTENSION_REQUEST, new DERSequence()), "empty");
    }

    @Test
    void EST_ENR_19_extensions_under_the_oid_of_microsoft_are_read() {
        CertificationRequest request =
                GOOD.withDnsName("a.example").withMicrosoftExtensionRequest().decoded();
        assertThat(request.alternativeNames()).containsExactly(new GeneralName(GeneralName.dNSName, "a.example"));
    }

    @Test
    void EST_ENR_19_extensions_under_both_oids_are_refused() {
        assertMalformed(
                GOOD.withDnsName("a.example")
                        .withMicrosoftExtensionRequest()
                        .withAttribute(EXTENSION_REQUEST, extensions()),
                "at once");
        assertMalformed(GOOD.withDnsName("a.example").withAttribute("1.3.6.1.4.1.311.2.1.14", extensions()), "at once");
    }

    @Test
    void an_unknown_attribute_is_passed_over() {
        assertThatCode(() -> GOOD.withAttribute(UNSTRUCTURED_NAME, new DERUTF8String("a"))
                        .decoded())
                .doesNotThrowAnyException();
    }

    @Test
    void an_attribute_without_value_is_refused() {
        assertMalformed(GOOD.withAttribute(UNSTRUCTURED_NAME), "no value");
    }

    @Test
    void an_element_that_is_no_attribute_is_refused() {
        assertMalformed(GOOD.withRawAttribute(new ASN1Integer(1)), "attribute");
        assertMalformed(GOOD.withRawAttribute(new DERSequence()), "attribute");
    }

    @Test
    void T_20_32_attributes_pass_and_33_are_refused() {
        CertificationRequests request = GOOD;
        for (int i = 1; i <= 32; i++) {
            request = request.withAttribute("1.2.3." + i, new ASN1Integer(i));
        }
        CertificationRequests full = request;
        assertThatCode(full::decoded).doesNotThrowAnyException();
        assertMalformed(full.withAttribute("1.2.3.33", new ASN1Integer(33)), "more than 32 attributes");
    }

    private static DERSequence extensions() {
        return new DERSequence(new Extension(new ASN1ObjectIdentifier("1.2.3.4"), false, new byte[] {5, 0}));
    }

    private static void assertMalformed(CertificationRequests request, String text) {
        assertThatThrownBy(request::decoded)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(text)
                .hasNoCause();
    }
}
