package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.NOW;
import static est.policy.PolicyFixture.enroll;
import static est.policy.PolicyFixture.profile;
import static est.policy.PolicyFixture.secretFor;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.protocol.CertificationRequests;
import est.protocol.MalformedMessageException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Whatever a request asks for, a grant stays within the rules, the rights of a device and the dates of the CA. */
class GrantPropertiesTest {

    private static final CertificationRequests FRESH = ec("CN=device1");
    private static final Set<String> DNS = Set.of("device1", "device1.fleet.example");

    private static final List<EnrollmentProfile> PROFILES = List.of(
            profile(),
            profile(Map.of(
                    "subject", "CN={request.CN},O=Acme", "dns-suffixes", "fleet.example", "copy-common-name", "true")),
            profile(Map.of(
                    "ip-ranges", "192.0.2.0/24",
                    "uri-schemes", "urn",
                    "rfc822-domains", "mail.example",
                    "dns-suffixes", "fleet.example",
                    "extensions", "1.2.3.4",
                    "validity", "40000d",
                    "backdating", "40000d",
                    "ec.key-usages", "digitalSignature,nonRepudiation,keyAgreement",
                    "extended-key-usages", "clientAuth,serverAuth,emailProtection")));

    @Provide
    Arbitrary<CertificationRequests> requests() {
        Arbitrary<String> subject = Arbitraries.of(
                "CN=device1",
                "CN=device1,O=Any",
                "CN=device2",
                "SERIALNUMBER=device1",
                "CN=device1,SERIALNUMBER=S",
                "",
                "O=Any");
        Arbitrary<List<GeneralName>> names = Arbitraries.of(
                        name(GeneralName.dNSName, "device1"),
                        name(GeneralName.dNSName, "device1.fleet.example"),
                        name(GeneralName.dNSName, "device2.fleet.example"),
                        name(GeneralName.dNSName, "fleet.example"),
                        name(GeneralName.dNSName, "*.fleet.example"),
                        name(GeneralName.iPAddress, "192.0.2.7"),
                        name(GeneralName.iPAddress, "198.51.100.7"),
                        name(GeneralName.iPAddress, "2001:db8::7"),
                        name(GeneralName.uniformResourceIdentifier, "urn:a:b"),
                        name(GeneralName.uniformResourceIdentifier, "https://device1/"),
                        name(GeneralName.rfc822Name, "device1@mail.example"),
                        name(GeneralName.rfc822Name, "admin@mail.example"),
                        name(GeneralName.registeredID, "1.2.3"))
                .list()
                .ofMaxSize(3);
        Arbitrary<Integer> keyUsage = Arbitraries.integers().between(0, 255).injectNull(0.4);
        Arbitrary<List<String>> purposes = Arbitraries.of(
                        "1.3.6.1.5.5.7.3.1",
                        "1.3.6.1.5.5.7.3.2",
                        "1.3.6.1.5.5.7.3.4",
                        "1.3.6.1.5.5.7.3.28",
                        "1.3.6.1.5.5.7.3.27",
                        "2.5.29.37.0")
                .list()
                .uniqueElements()
                .ofMaxSize(2);
        Arbitrary<List<String>> extensions = Arbitraries.of("1.2.3.4", "1.2.3.5", "2.5.29.32", "1.3.6.1.5.5.7.48.1.5")
                .list()
                .uniqueElements()
                .ofMaxSize(2);
        return Combinators.combine(subject, names, keyUsage, purposes, extensions)
                .as(GrantPropertiesTest::request);
    }

    private static GeneralName name(int kind, String value) {
        return new GeneralName(kind, value);
    }

    private static CertificationRequests request(
            String subject, List<GeneralName> names, Integer keyUsage, List<String> purposes, List<String> extensions) {
        CertificationRequests request = FRESH.withSubject(new X500Name(subject));
        for (GeneralName name : names) {
            request = request.withAlternativeName(name);
        }
        if (keyUsage != null) {
            request = request.withKeyUsage(keyUsage);
        }
        if (!purposes.isEmpty()) {
            request = request.withExtendedKeyUsage(purposes.stream()
                    .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                    .toArray(KeyPurposeId[]::new));
        }
        for (String oid : extensions) {
            byte[] value = oid.equals("2.5.29.32") ? new byte[] {0x30, 4, 0x30, 2, 6, 0} : new byte[] {5, 0};
            request = request.withExtension(oid, false, value);
        }
        return request;
    }

    @Property(tries = 1000)
    void T_12_T_13_I_12_a_grant_stays_within_the_rules(@ForAll("requests") CertificationRequests request) {
        for (EnrollmentProfile profile : PROFILES) {
            boolean granted = false;
            try {
                CertificateContent content =
                        enroll(secretFor("device1"), request, profile).content();
                requireWithin(content, profile);
                granted = true;
            } catch (PolicyRefusal | MalformedMessageException refused) {
                // a refusal grants nothing
            }
            Statistics.label("granted").collect(granted);
        }
        Statistics.label("granted").coverage(seen -> seen.check(true).percentage(share -> share > 2));
    }

    private static void requireWithin(CertificateContent content, EnrollmentProfile profile) {
        X500Name subject = X500Name.getInstance(content.subject().getEncoded());
        for (ASN1ObjectIdentifier type : List.of(BCStyle.CN, BCStyle.SERIALNUMBER)) {
            assertThat(subject.getRDNs(type))
                    .allMatch(rdn -> rdn.getFirst().getValue().toString().equals("device1"));
        }
        assertThat(content.alternativeNames()).allMatch(name -> isWithin(name, profile));
        assertThat(content.extendedKeyUsages())
                .isSubsetOf(profile.usages().ec().purposes())
                .doesNotContain("1.3.6.1.5.5.7.3.27", "1.3.6.1.5.5.7.3.28", "2.5.29.37.0");
        assertThat(content.keyUsages()).isSubsetOf(profile.usages().ec().possible());
        assertThat(content.extensions()).allMatch(extension -> extension.oid().equals("1.2.3.4"));
        assertThat(content.notBefore())
                .isBetween(CA.certificate().getNotBefore().toInstant(), NOW);
        assertThat(content.notAfter())
                .isBetween(NOW, CA.certificate().getNotAfter().toInstant());
    }

    private static boolean isWithin(AlternativeName name, EnrollmentProfile profile) {
        AlternativeNameRule rule = profile.alternativeNames();
        return switch (name.kind()) {
            case DNS_NAME -> DNS.contains(name.text().orElseThrow());
            case IP_ADDRESS -> !rule.addresses().isEmpty() && address(name).startsWith("192.0.2.");
            case URI ->
                !rule.uris().schemes().isEmpty() && name.text().orElseThrow().startsWith("urn:");
            case RFC822_NAME ->
                !rule.mailDomains().isEmpty() && name.text().orElseThrow().equals("device1@mail.example");
            default -> false;
        };
    }

    private static String address(AlternativeName name) {
        try {
            return InetAddress.getByAddress(name.content()).getHostAddress();
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
