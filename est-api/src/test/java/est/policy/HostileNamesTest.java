package est.policy;

import static est.policy.PolicyFixture.anySecret;
import static est.policy.PolicyFixture.issued;
import static est.policy.PolicyFixture.judge;
import static est.policy.PolicyFixture.renew;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import est.device.TestAuthority;
import est.policy.PolicyRefusal.Reason;
import est.protocol.CertificationRequests;
import est.protocol.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T-13 as a table: one hostile name of each family at each position, first, in the middle and last. */
class HostileNamesTest {

    private static final String DEVICE = "device1.fleet.example";

    /** Text that no attribute of a subject may have. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("NUL", "dev\u0000ice"),
            Map.entry("control", "dev\u0007ice"),
            Map.entry("delete", "dev\u007fice"),
            Map.entry("C1 control", "dev\u0085ice"),
            Map.entry("line feed", "dev\nice"),
            Map.entry("right-to-left override", "dev\u202eice"),
            Map.entry("left-to-right isolate", "dev\u2066ice"),
            Map.entry("zero width joiner", "dev\u200dice"),
            Map.entry("byte order mark", "\ufeffdevice"),
            Map.entry("line separator", "dev\u2028ice"),
            Map.entry("no-break space", "dev\u00a0ice"),
            Map.entry("private use", "dev\ue000ice"),
            Map.entry("unassigned", "dev\u0378ice"),
            Map.entry("leading space", " device"),
            Map.entry("trailing space", "device "),
            Map.entry("double space", "dev  ice"),
            Map.entry("empty", ""),
            Map.entry("too long", "a".repeat(257)));

    /** What is hostile in a common name only, since it names the device. */
    private static final Map<String, String> COMMON_NAMES = Map.of(
            "IPv4 text", "192.0.2.1",
            "IPv6 text", "2001:db8::1",
            "IPv6 loopback", "::1",
            "wildcard", "*.fleet.example",
            "trailing dot", "device1.fleet.example.",
            "longer than 64", "a".repeat(65),
            "comma", "device1,O=Acme",
            "backslash", "device1\\2c",
            "plus", "device1+O=Acme",
            "hex form", "#0c0161");

    private static final Map<String, GeneralName> ALTERNATIVES = Map.ofEntries(
            dns("empty label", "a..example"),
            dns("leading dot", ".example"),
            dns("trailing dot", "device1.example."),
            dns("underscore", "de_vice.example"),
            dns("wildcard", "*.fleet.example"),
            dns("label of 64", "a".repeat(64) + ".example"),
            dns("name of 254", ("a".repeat(62) + ".").repeat(4) + "aa"),
            dns("not ASCII", "m\u00fcnchen.example"),
            dns("broken IDNA", "xn--a.example"),
            dns("unassigned prefix", "ab--c.example"),
            dns("IPv4 text", "192.0.2.1"),
            dns("IPv6 text", "2001:db8::1"),
            dns("numeric last label", "example.1"),
            dns("NUL", DEVICE + "\u0000.evil.example"),
            dns("space", "device1 .example"),
            dns("line feed", "device1\n.example"),
            dns("empty", ""),
            address("IPv4-mapped", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1}),
            address("5 octets", new byte[5]),
            address("8 octets, a range", new byte[8]),
            address("none", new byte[0]),
            uri("user information", "https://user@device1.example/"),
            uri("user and password", "https://u:p@device1.example/"),
            uri("http", "http://device1.example/"),
            uri("javascript", "javascript:alert(1)"),
            uri("file", "file:///etc/passwd"),
            uri("relative", "//device1.example/"),
            uri("space", "https://device1.example/a b"),
            uri("control", "https://device1.example/\u0007"),
            mail("two at signs", "a@b@device1.example"),
            mail("quoted at sign", "\"a@b\"@device1.example"),
            mail("no local part", "@device1.example"),
            mail("no domain", "a@"),
            mail("address literal", "a@[192.0.2.1]"),
            Map.entry("otherName", new GeneralName(GeneralName.otherName, otherName())),
            Map.entry("x400Address", new GeneralName(GeneralName.x400Address, new DERSequence(new DERSequence()))),
            Map.entry(
                    "ediPartyName",
                    new GeneralName(
                            GeneralName.ediPartyName,
                            new DERSequence(new DERTaggedObject(true, 1, new DERUTF8String("a"))))),
            Map.entry("registeredID", new GeneralName(GeneralName.registeredID, "1.2.3.4")),
            Map.entry("directoryName", new GeneralName(new X500Name("CN=" + DEVICE))),
            Map.entry(
                    "directoryName with NUL",
                    new GeneralName(new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String("a\u0000b"))}))));

    private static Map.Entry<String, GeneralName> dns(String family, String name) {
        return Map.entry("dNSName, " + family, new GeneralName(GeneralName.dNSName, new DERIA5String(name)));
    }

    private static Map.Entry<String, GeneralName> uri(String family, String name) {
        return Map.entry(
                "URI, " + family, new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(name)));
    }

    private static Map.Entry<String, GeneralName> mail(String family, String name) {
        return Map.entry("rfc822Name, " + family, new GeneralName(GeneralName.rfc822Name, new DERIA5String(name)));
    }

    private static Map.Entry<String, GeneralName> address(String family, byte[] octets) {
        return Map.entry("iPAddress, " + family, new GeneralName(GeneralName.iPAddress, new DEROctetString(octets)));
    }

    private static ASN1Encodable otherName() {
        return new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
            new DERTaggedObject(true, 0, new DERUTF8String("admin@example"))
        });
    }

    private static void refused(String what, Runnable judgement) {
        assertThatCode(judgement::run).as(what).satisfies(failure -> {
            boolean hostile = failure instanceof PolicyRefusal refusal && refusal.reason() == Reason.HOSTILE_NAME;
            assertThat(hostile || failure instanceof MalformedMessageException).isTrue();
        });
    }

    static Stream<Map.Entry<String, GeneralName>> alternatives() {
        return ALTERNATIVES.entrySet().stream();
    }

    static Stream<Map.Entry<String, String>> texts() {
        return TEXTS.entrySet().stream();
    }

    static Stream<Map.Entry<String, String>> commonNames() {
        return COMMON_NAMES.entrySet().stream();
    }

    @Test
    void good_names_at_each_position_are_granted() {
        assertThat(judge(anySecret(), subject(List.of("O", "CN", "OU"), 1, DEVICE))
                        .content())
                .isNotNull();
        assertThat(judge(anySecret(), alternatives(0, new GeneralName(GeneralName.dNSName, DEVICE)))
                        .content()
                        .alternativeNames())
                .hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void T_13_hostile_text_is_refused_in_each_attribute_at_each_position(Map.Entry<String, String> text) {
        for (int position = 0; position < 3; position++) {
            int at = position;
            CertificationRequests request = subject(List.of("O", "CN", "OU"), at, text.getValue());
            refused(text.getKey() + " at " + at, () -> judge(anySecret(), request));
        }
    }

    @ParameterizedTest
    @MethodSource("commonNames")
    void T_13_a_hostile_common_name_is_refused_at_each_position(Map.Entry<String, String> name) {
        for (List<String> order :
                List.of(List.of("CN", "O", "OU"), List.of("O", "CN", "OU"), List.of("O", "OU", "CN"))) {
            CertificationRequests request = subject(order, order.indexOf("CN"), name.getValue());
            refused(name.getKey() + " in " + order, () -> judge(anySecret(), request));
        }
    }

    @ParameterizedTest
    @MethodSource("alternatives")
    void T_13_a_hostile_alternative_name_is_refused_at_each_position(Map.Entry<String, GeneralName> name) {
        for (int position = 0; position < 3; position++) {
            CertificationRequests request = alternatives(position, name.getValue());
            refused(name.getKey() + " at " + position, () -> judge(anySecret(), request));
        }
    }

    @ParameterizedTest
    @MethodSource("alternatives")
    void T_13_a_hostile_alternative_name_is_refused_at_renewal_too(Map.Entry<String, GeneralName> name) {
        var current = PolicyFixture.CA.device("CN=" + DEVICE, TestAuthority.ecKeys());
        refused(name.getKey(), () -> renew(issued(current), alternatives(1, name.getValue())));
    }

    @Test
    void T_13_the_limits_themselves_pass() {
        String longest = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);
        assertThat(longest).hasSize(253);
        assertThat(DnsName.isWellFormed(longest)).isTrue();
        assertThat(NameHygiene.isCleanText("a".repeat(64))).isTrue();
    }

    /** A subject of three attributes, good ones but for the value at this position. */
    private static CertificationRequests subject(List<String> types, int position, String value) {
        RDN[] rdns = IntStream.range(0, types.size())
                .mapToObj(i -> {
                    String good = types.get(i).equals("CN") ? DEVICE : "Acme";
                    return new RDN(
                            BCStyle.INSTANCE.attrNameToOID(types.get(i)),
                            i == position ? new DERUTF8String(value) : new DERPrintableString(good));
                })
                .toArray(RDN[]::new);
        return ec("CN=x").withSubject(new X500Name(rdns));
    }

    /** Three alternative names, good ones but for that at this position. */
    private static CertificationRequests alternatives(int position, GeneralName name) {
        List<GeneralName> names = new ArrayList<>(List.of(
                new GeneralName(GeneralName.dNSName, DEVICE),
                new GeneralName(GeneralName.dNSName, DEVICE + ".fleet.example")));
        names.add(position, name);
        CertificationRequests request = ec("CN=" + DEVICE);
        for (GeneralName each : names) {
            request = request.withAlternativeName(each);
        }
        return request;
    }
}
