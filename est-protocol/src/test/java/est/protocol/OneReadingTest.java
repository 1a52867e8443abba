package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.DerTree.Spelling;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T-16 as a table: every element of a rich request, spelled in every way that is not DER. */
class OneReadingTest {

    private static final CertificationRequests RICH = CertificationRequests.ec("CN=device1,O=Acme,C=DE")
            .withDnsName("device1.example")
            .withIpAddress("192.0.2.1")
            .withKeyUsage(KeyUsage.digitalSignature)
            .withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth)
            .withAttribute("1.2.840.113549.1.9.2", new DERUTF8String("unstructured"))
            .withChallengePassword("AQIDBAUGBwgJCgsM");
    private static final CertificationRequests RSA = CertificationRequests.rsa("CN=device1", 2048);

    @Test
    void taken_apart_and_put_together_it_is_what_it_was() {
        for (CertificationRequests request : List.of(RICH, RSA)) {
            assertThat(DerTree.of(request.der()).encoded()).isEqualTo(request.der());
            assertThatCode(request::decoded).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void T_16_every_element_of_the_signed_part_has_one_spelling(Spelling spelling) {
        for (CertificationRequests request : List.of(RICH, RSA)) {
            DerTree whole = DerTree.of(request.der());
            List<DerTree> signed = whole.child(0).elements();
            assertThat(signed).hasSizeGreaterThan(10);
            for (DerTree element : signed) {
                if (element.isConstructed() || !needsConstructed(spelling)) {
                    byte[] other = whole.encoded(element, spelling);
                    assertThat(other).isNotEqualTo(request.der());
                    assertThatThrownBy(() -> CertificationRequest.decode(other))
                            .as("element %d", signed.indexOf(element))
                            .isInstanceOf(MalformedMessageException.class)
                            .hasNoCause();
                }
            }
        }
    }

    private static boolean needsConstructed(Spelling spelling) {
        return spelling == Spelling.INDEFINITE_LENGTH || spelling == Spelling.SOMETHING_BEHIND;
    }

    @Test
    void T_16_nothing_may_stand_behind_the_parts_of_the_wrapper() {
        DerTree whole = DerTree.of(RICH.der());
        for (DerTree element : List.of(whole, whole.child(1))) {
            byte[] longer = whole.encoded(element, Spelling.SOMETHING_BEHIND);
            assertThatThrownBy(() -> CertificationRequest.decode(longer)).isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void T_16_nothing_may_stand_behind_the_request(int octets) {
        byte[] longer = Arrays.copyOf(RICH.der(), RICH.der().length + octets);
        assertThatThrownBy(() -> CertificationRequest.decode(longer))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("behind the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.113549.1.9.7", "1.2.840.113549.1.9.14", "1.2.840.113549.1.9.2", "1.2.3.4"})
    void T_16_an_attribute_has_exactly_one_value(String type) {
        ASN1Encodable one = new DERUTF8String("one");
        ASN1Encodable other = new DERUTF8String("other");
        for (ASN1Encodable[] values : List.of(new ASN1Encodable[] {}, new ASN1Encodable[] {one, other})) {
            ASN1Encodable attribute =
                    new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(type), new DERSet(values)});
            CertificationRequests request = CertificationRequests.ec("CN=d").withRawAttribute(attribute);
            assertThatThrownBy(request::decoded).isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.113549.1.9.7", "1.2.840.113549.1.9.2", "1.2.3.4"})
    void T_16_an_attribute_stands_there_once(String type) {
        CertificationRequests twice = CertificationRequests.ec("CN=d")
                .withAttribute(type, new DERUTF8String("a"))
                .withAttribute(type, new DERUTF8String("a"));
        assertThatThrownBy(twice::decoded)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void T_16_an_element_behind_the_values_of_an_attribute_is_refused() {
        ASN1Encodable attribute = new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.2.3.4"), new DERSet(new ASN1Integer(1)), new ASN1Integer(2)
        });
        assertThatThrownBy(() -> CertificationRequests.ec("CN=d")
                        .withRawAttribute(attribute)
                        .decoded())
                .isInstanceOf(MalformedMessageException.class);
    }
}
