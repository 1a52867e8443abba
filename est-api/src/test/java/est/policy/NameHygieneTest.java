package est.policy;

import static est.policy.PolicyFixture.anySecret;
import static est.policy.PolicyFixture.judge;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.CertificationRequests;
import est.protocol.MalformedMessageException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T-13: names that no certificate may contain. */
class NameHygieneTest {

    private static void refused(CertificationRequests request) {
        assertThatThrownBy(() -> judge(anySecret(), request))
                .isInstanceOfAny(PolicyRefusal.class, MalformedMessageException.class);
    }

    private static CertificationRequests named(ASN1Encodable commonName) {
        return ec("CN=x").withSubject(new X500Name(new RDN[] {new RDN(BCStyle.CN, commonName)}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "device\u00001",
                "device\r\n1",
                "device\u001b1",
                " device1",
                "device1 ",
                "dev  ice1",
                "device\u202e1",
                "device\u200b1",
                "device\u20281",
                "192.0.2.1",
                "2001:db8::1",
                "*.example",
                "-device",
                "device-",
                ""
            })
    void T_13_a_hostile_common_name_is_refused(String commonName) {
        refused(named(new DERUTF8String(commonName)));
    }

    @Test
    void T_13_a_common_name_over_64_characters_is_refused() {
        refused(named(new DERUTF8String("a".repeat(65))));
    }

    @Test
    void T_13_string_types_of_another_age_are_refused() {
        List.of(new DERT61String("device1"), new DERBMPString("device1"), new DERUniversalString(new byte[] {
                    0, 0, 0, 'd'
                }))
                .forEach(value -> refused(named(value)));
    }

    @Test
    void T_13_a_multi_valued_rdn_is_refused() {
        var both = new RDN(new AttributeTypeAndValue[] {
            new AttributeTypeAndValue(BCStyle.CN, new DERUTF8String("device1")),
            new AttributeTypeAndValue(BCStyle.O, new DERUTF8String("Acme"))
        });
        refused(ec("CN=x").withSubject(new X500Name(new RDN[] {both})));
    }

    @Test
    void T_13_a_repeated_common_name_is_refused() {
        refused(ec("CN=device1,CN=device2"));
    }

    @Test
    void T_13_an_attribute_outside_the_profile_is_refused() {
        refused(ec("CN=device1,E=a@b.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "device1.", ".device1", "device1..example", "*.example", "de_vice", "192.0.2.1", "-a.example",
                        "a-.example",
                "xn--a", "xn--zzzzzzzz99999", "ab--cd.example", "device 1", "dev\u0000ice", "m\u00fcnchen.example", "1",
                        "example.1"
            })
    void T_13_a_hostile_dns_name_is_refused(String name) {
        refused(ec("CN=device1").withDnsName(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void T_13_one_bad_name_at_any_position_is_refused(int position) {
        CertificationRequests request = ec("CN=device1");
        for (int i = 0; i < 3; i++) {
            request = request.withDnsName(i == position ? "*.example" : "device1");
        }
        refused(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example/x",
                "https://user@example/",
                "https://user:pw@example",
                "file:///etc",
                "relative",
                "https://a b"
            })
    void T_13_a_hostile_uri_is_refused(String uri) {
        refused(ec("CN=device1").withAlternativeName(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b@c.example", "@example", "a@", "a b@example.com", "a@192.0.2.1"})
    void T_13_a_hostile_mail_address_is_refused(String mail) {
        refused(ec("CN=device1").withAlternativeName(new GeneralName(GeneralName.rfc822Name, mail)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.example", "xn--mnchen-3ya.example", "A1-b.c2.example", "1a.example"})
    void good_dns_names_are_well_formed(String name) {
        assertThat(DnsName.isWellFormed(name)).isTrue();
    }

    @Property(tries = 500)
    void T_13_what_is_clean_has_no_control_or_format_character(@ForAll @StringLength(max = 40) String value) {
        if (NameHygiene.isCleanText(value)) {
            assertThat(value).isEqualTo(value.strip()).doesNotContain("  ");
            assertThat(value.chars().noneMatch(Character::isISOControl)).isTrue();
            assertThat(value.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT))
                    .isTrue();
        }
    }

    @Property(tries = 300)
    void any_text_as_dns_name_is_judged_without_a_fault(@ForAll @StringLength(max = 80) String value) {
        assertThatCode(() -> DnsName.isWellFormed(value)).doesNotThrowAnyException();
    }
}
