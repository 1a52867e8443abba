package est.policy;

import static est.policy.PolicyFixture.anySecret;
import static est.policy.PolicyFixture.assertRefused;
import static est.policy.PolicyFixture.enroll;
import static est.policy.PolicyFixture.profile;
import static est.policy.PolicyFixture.secretFor;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.pki.AlternativeName;
import est.policy.PolicyRefusal.Reason;
import est.protocol.CertificationRequests;
import est.protocol.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alternative names beside a device's own name, kind by kind. */
class AlternativeNameRuleTest {

    private static final String PRINCIPAL_NAME = "1.3.6.1.4.1.311.20.2.3";
    private static final String HARDWARE_MODULE = "1.3.6.1.5.5.7.8.4";
    private static final EnrollmentProfile OPEN = profile(Map.of(
            "dns-suffixes", "fleet.example",
            "ip-ranges", "192.0.2.128/25,2001:db8::/33",
            "uri-schemes", "spiffe,urn,coap",
            "rfc822-domains", "mail.example",
            "other-names", PRINCIPAL_NAME + "," + HARDWARE_MODULE));

    private static CertificationRequests with(int kind, String name) {
        return ec("CN=device1").withAlternativeName(new GeneralName(kind, name));
    }

    private static CertificationRequests withOtherName(String type, ASN1Encodable value) {
        return ec("CN=device1")
                .withAlternativeName(
                        new GeneralName(GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier(type), value)));
    }

    private static void granted(CertificationRequests request, EnrollmentProfile profile) {
        assertThat(enroll(secretFor("device1"), request, profile).content().alternativeNames())
                .hasSize(1);
    }

    private static void notYours(CertificationRequests request, EnrollmentProfile profile) {
        assertRefused(Reason.NAME_NOT_YOURS, () -> enroll(secretFor("device1"), request, profile));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.128", "192.0.2.255", "2001:db8::1", "2001:db8:7fff::"})
    void an_address_of_a_range_is_granted(String address) {
        granted(ec("CN=device1").withIpAddress(address), OPEN);
        notYours(ec("CN=device1").withIpAddress(address), profile());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.127", "192.0.3.128", "2001:db8:8000::", "2001:db9::1", "::1"})
    void EST_AUTH_11_an_address_beside_the_ranges_is_refused(String address) {
        notYours(ec("CN=device1").withIpAddress(address), OPEN);
    }

    @ParameterizedTest
    @CsvSource({"spiffe://any.example/a", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "coap://device1.example/x"})
    void a_uri_of_a_scheme_is_granted(String uri) {
        granted(with(GeneralName.uniformResourceIdentifier, uri), OPEN);
    }

    @Test
    void EST_AUTH_11_a_uri_of_another_scheme_is_refused() {
        notYours(with(GeneralName.uniformResourceIdentifier, "https://device1/"), OPEN);
        notYours(with(GeneralName.uniformResourceIdentifier, "spiffe://any.example/a"), profile());
        assertRefused(
                Reason.HOSTILE_NAME,
                () -> enroll(
                        secretFor("device1"), with(GeneralName.uniformResourceIdentifier, "coap://a/"), profile()));
    }

    @Test
    void EST_AUTH_11_a_uri_names_a_host_of_the_profile() {
        var profile = profile(Map.of("uri-schemes", "https,urn", "uri-hosts", "fleet.example"));
        granted(with(GeneralName.uniformResourceIdentifier, "https://fleet.example/a"), profile);
        granted(with(GeneralName.uniformResourceIdentifier, "https://a.Fleet.example:8443/"), profile);
        for (String other : new String[] {
            "https://evilfleet.example/", "https://fleet.example.evil/", "urn:fleet.example", "https:///fleet.example"
        }) {
            notYours(with(GeneralName.uniformResourceIdentifier, other), profile);
        }
    }

    @Test
    void a_mailbox_of_the_devices_own_name_is_granted() {
        granted(with(GeneralName.rfc822Name, "device1@mail.example"), OPEN);
        notYours(with(GeneralName.rfc822Name, "device1@mail.example"), profile());
        assertThat(enroll(
                                secretFor("alice@mail.example"),
                                ec("CN=alice@mail.example")
                                        .withAlternativeName(
                                                new GeneralName(GeneralName.rfc822Name, "alice@mail.example")),
                                OPEN)
                        .content()
                        .alternativeNames())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"admin@mail.example", "device1@other.example", "device1@a.mail.example", "device1@evilmail.example"})
    void EST_AUTH_11_another_mailbox_is_refused(String address) {
        notYours(with(GeneralName.rfc822Name, address), OPEN);
    }

    @Test
    void an_other_name_that_says_the_devices_name_is_granted_octet_for_octet() {
        CertificationRequests request = withOtherName(PRINCIPAL_NAME, new DERUTF8String("device1@mail.example"));
        AlternativeName name = enroll(secretFor("device1"), request, OPEN)
                .content()
                .alternativeNames()
                .get(0);
        assertThat(name.kind()).isEqualTo(AlternativeName.Kind.OTHER_NAME);
        assertThat(name.content()).startsWith(6, 10).endsWith("device1@mail.example".getBytes(StandardCharsets.UTF_8));
        granted(withOtherName(PRINCIPAL_NAME, new DERUTF8String("device1")), OPEN);
        granted(
                withOtherName(HARDWARE_MODULE, new DERSequence(new ASN1Encodable[] {
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.9"),
                    new DEROctetString("device1".getBytes(StandardCharsets.UTF_8))
                })),
                OPEN);
    }

    @Test
    void EST_AUTH_11_an_other_name_of_somebody_else_is_refused() {
        notYours(withOtherName(PRINCIPAL_NAME, new DERUTF8String("admin@mail.example")), OPEN);
        notYours(
                withOtherName(HARDWARE_MODULE, new DERSequence(new ASN1Encodable[] {
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.9"), new DEROctetString(new byte[] {'d'})
                })),
                OPEN);
    }

    static Stream<CertificationRequests> T_13_an_other_name_that_nobody_can_read_is_refused() {
        return Stream.of(
                withOtherName("1.2.3.4", new DERUTF8String("device1")),
                withOtherName(PRINCIPAL_NAME, DERNull.INSTANCE),
                withOtherName(PRINCIPAL_NAME, new DERUTF8String("device1\u202e")),
                withOtherName(HARDWARE_MODULE, new DERSequence(new DEROctetString(new byte[] {'d'}))),
                withOtherName(HARDWARE_MODULE, new DERUTF8String("device1")));
    }

    @ParameterizedTest
    @MethodSource
    void T_13_an_other_name_that_nobody_can_read_is_refused(CertificationRequests request) {
        assertRefused(Reason.HOSTILE_NAME, () -> enroll(secretFor("device1"), request, OPEN));
    }

    @Test
    void a_common_name_that_is_a_dns_name_is_copied_where_the_profile_says_so() {
        var copying = profile("copy-common-name", "true");
        AlternativeName copy = AlternativeName.dnsName("device1.example");
        assertThat(enroll(anySecret(), ec("CN=device1.example"), copying)
                        .content()
                        .alternativeNames())
                .containsExactly(copy);
        assertThat(enroll(anySecret(), ec("CN=device1.example"), profile())
                        .content()
                        .alternativeNames())
                .isEmpty();
        assertThat(enroll(anySecret(), ec("CN=device1.example").withDnsName("Device1.Example"), copying)
                        .content()
                        .alternativeNames())
                .containsExactly(AlternativeName.dnsName("Device1.Example"));
        assertThat(enroll(anySecret(), ec("CN=device 1"), copying).content().alternativeNames())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.fleet.example", "*", "xn--a.fleet.example", "192.0.2.130"})
    void T_13_no_setting_opens_the_door_to_wildcards_idn_or_ip_text(String name) {
        assertRefused(
                Reason.HOSTILE_NAME,
                () -> enroll(
                        anySecret(),
                        ec("CN=device1")
                                .withAlternativeName(new GeneralName(GeneralName.dNSName, new DERIA5String(name))),
                        OPEN));
    }

    @Test
    void T_13_an_address_in_the_common_name_is_refused_whatever_the_ranges() {
        assertRefused(Reason.HOSTILE_NAME, () -> enroll(anySecret(), ec("CN=192.0.2.130"), OPEN));
    }

    @Test
    void a_valid_international_name_of_the_device_is_granted() {
        assertThat(enroll(anySecret(), ec("CN=device1").withDnsName("device1.fleet.example"), OPEN)
                        .content()
                        .alternativeNames())
                .hasSize(1);
        assertThat(enroll(anySecret(), ec("CN=xn--mnchen-3ya").withDnsName("xn--mnchen-3ya.fleet.example"), OPEN)
                        .content()
                        .alternativeNames())
                .containsExactly(AlternativeName.dnsName("xn--mnchen-3ya.fleet.example"));
    }

    @Test
    void T_20_a_hundred_names_pass_and_one_more_does_not() {
        assertThat(enroll(anySecret(), addresses(100), OPEN).content().alternativeNames())
                .hasSize(100);
        assertThatThrownBy(() -> enroll(anySecret(), addresses(101), OPEN))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("100");
    }

    private static CertificationRequests addresses(int number) {
        CertificationRequests request = ec("CN=device1");
        for (int i = 0; i < number; i++) {
            request = request.withIpAddress("192.0.2." + (128 + i));
        }
        return request;
    }
}
