package est;

import static est.SmuggledExtensionsTest.Wish.DROPPED;
import static est.SmuggledExtensionsTest.Wish.GRANTED;
import static est.SmuggledExtensionsTest.Wish.HARMLESS;
import static est.SmuggledExtensionsTest.Wish.REFUSED;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.identity.ClientIdentity;
import est.issuance.CertificationAuthorities;
import est.issuance.Signing;
import est.policy.Application;
import est.policy.DeviceAttributes;
import est.policy.EnrollmentPolicy;
import est.policy.Grant;
import est.policy.LabelsInForce;
import est.policy.OwnKeys;
import est.policy.PolicyRefusal;
import est.protocol.CertificationRequest;
import est.protocol.CertificationRequests;
import est.protocol.MalformedMessageException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * T-12 as a table: whatever extension a request carries, in whatever form, the certificate that a real CA signs has exactly
 * the extensions that the profile grants, or there is none.
 */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class SmuggledExtensionsTest {

    private static final String DEVICE = "smuggler.example";
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    CertificationAuthorities authorities;

    @Inject
    LabelsInForce labels;

    @Inject
    Provider signatures;

    /** What a well-formed wish comes to. */
    enum Wish {
        /** It is what the profile grants. */
        GRANTED,
        /** It is passed over, also where a profile refuses what it does not list. */
        HARMLESS,
        /** It is passed over or refused, as the profile says. */
        DROPPED,
        /** It is refused, whatever the profile says. */
        REFUSED
    }

    /** How the extension stands in the request. */
    enum Form {
        CRITICAL,
        NOT_CRITICAL,
        EMPTY_SEQUENCE,
        GARBAGE,
        TWICE
    }

    /** One extension: its OID, a well-formed value, what that comes to, and what becomes of an empty SEQUENCE. */
    private record Row(String name, String oid, String value, Wish wish, Optional<Wish> empty) {

        /** Parsed, and a list that must not be empty, or no SEQUENCE at all: an empty one is malformed. */
        static Row parsed(String name, String oid, String value, Wish wish) {
            return new Row(name, oid, value, wish, Optional.empty());
        }

        /** Parsed, and an empty SEQUENCE is a value like others. */
        static Row maybeEmpty(String name, String oid, String value, Wish wish, Wish empty) {
            return new Row(name, oid, value, wish, Optional.of(empty));
        }

        /** Nobody looks inside. */
        static Row unknown(String name, String oid) {
            return new Row(name, oid, "0500", DROPPED, Optional.of(DROPPED));
        }

        boolean isUnknown() {
            return value.equals("0500");
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.maybeEmpty("basicConstraints, CA", "2.5.29.19", "30030101FF", REFUSED, HARMLESS),
            Row.maybeEmpty("basicConstraints, no CA", "2.5.29.19", "3000", HARMLESS, HARMLESS),
            Row.parsed("keyUsage digitalSignature", "2.5.29.15", "03020780", GRANTED),
            Row.parsed("keyUsage keyCertSign", "2.5.29.15", "03020204", REFUSED),
            Row.parsed("keyUsage cRLSign", "2.5.29.15", "03020102", REFUSED),
            Row.parsed("keyUsage digitalSignature and keyCertSign", "2.5.29.15", "03020284", REFUSED),
            Row.parsed(
                    "extendedKeyUsage of both", "2.5.29.37", "301406082B0601050507030106082B06010505070302", GRANTED),
            Row.parsed("extendedKeyUsage cmcCA", "2.5.29.37", "300A06082B0601050507031B", REFUSED),
            Row.parsed("extendedKeyUsage cmcRA", "2.5.29.37", "300A06082B0601050507031C", REFUSED),
            Row.parsed("extendedKeyUsage OCSPSigning", "2.5.29.37", "300A06082B06010505070309", REFUSED),
            Row.parsed("extendedKeyUsage any", "2.5.29.37", "30060604551D2500", REFUSED),
            Row.parsed("nameConstraints", "2.5.29.30", "300EA00C300A82086578616D706C6573", REFUSED),
            Row.parsed("policyConstraints", "2.5.29.36", "3003800100", REFUSED),
            Row.parsed("policyMappings", "2.5.29.33", "300C300A06032A030406032A0305", REFUSED),
            Row.parsed("inhibitAnyPolicy", "2.5.29.54", "020100", REFUSED),
            Row.parsed("certificatePolicies", "2.5.29.32", "3007300506032A0304", DROPPED),
            Row.parsed(
                    "authorityInfoAccess",
                    "1.3.6.1.5.5.7.1.1",
                    "301630140608" + "2B06010505073001" + "8608" + "687474703A2F2F61",
                    DROPPED),
            Row.parsed(
                    "subjectInfoAccess",
                    "1.3.6.1.5.5.7.1.11",
                    "301630140608" + "2B06010505073005" + "8608" + "687474703A2F2F61",
                    DROPPED),
            Row.parsed("cRLDistributionPoints", "2.5.29.31", "3010300EA00CA00A8608687474703A2F2F61", DROPPED),
            Row.parsed("freshestCRL", "2.5.29.46", "3010300EA00CA00A8608687474703A2F2F61", DROPPED),
            Row.parsed("subjectKeyIdentifier", "2.5.29.14", "0403010203", HARMLESS),
            Row.maybeEmpty("authorityKeyIdentifier", "2.5.29.35", "30058003010203", DROPPED, DROPPED),
            Row.parsed("issuerAlternativeName", "2.5.29.18", "300382" + "0161", DROPPED),
            Row.parsed("subjectDirectoryAttributes", "2.5.29.9", "300C300A06032A03043103020101", DROPPED),
            Row.unknown("privateKeyUsagePeriod", "2.5.29.16"),
            Row.unknown("TLS feature", "1.3.6.1.5.5.7.1.24"),
            Row.unknown("OCSP no check", "1.3.6.1.5.5.7.48.1.5"),
            Row.unknown("netscape certificate type", "2.16.840.1.113730.1.1"),
            Row.unknown("netscape comment", "2.16.840.1.113730.1.13"),
            Row.unknown("signed certificate timestamps", "1.3.6.1.4.1.11129.2.4.2"),
            Row.unknown("certificate transparency poison", "1.3.6.1.4.1.11129.2.4.3"),
            Row.unknown("Microsoft template name", "1.3.6.1.4.1.311.20.2"),
            Row.unknown("Microsoft template", "1.3.6.1.4.1.311.21.7"),
            Row.unknown("IP address blocks", "1.3.6.1.5.5.7.1.7"),
            Row.unknown("anything", "1.2.3.4.5"));

    @ParameterizedTest
    @CsvSource({
        "CRITICAL, default", "NOT_CRITICAL, default", "EMPTY_SEQUENCE, default", "GARBAGE, default", "TWICE, default",
        "CRITICAL, strict", "NOT_CRITICAL, strict", "EMPTY_SEQUENCE, strict", "GARBAGE, strict", "TWICE, strict"
    })
    void T_12_a_certificate_has_what_the_profile_grants_whatever_was_asked_for(Form form, String label) {
        Map<String, String> granted = extensions(issued(ec("CN=" + DEVICE), label));
        assertThat(granted.keySet()).containsExactlyInAnyOrder("2.5.29.14", "2.5.29.15", "2.5.29.35", "2.5.29.37");
        for (Row row : ROWS) {
            CertificationRequests request = with(row, form);
            String what = row.name() + " " + form + " at " + label;
            Optional<Wish> wish = expected(row, form);
            if (wish.isEmpty()) {
                assertThat(refusal(request, label)).as(what).isInstanceOf(MalformedMessageException.class);
            } else if (wish.get() == REFUSED || (wish.get() == DROPPED && label.equals("strict"))) {
                assertThat(refusal(request, label))
                        .as(what)
                        .isInstanceOfSatisfying(PolicyRefusal.class, refused -> assertThat(refused.reason())
                                .isEqualTo(PolicyRefusal.Reason.EXTENSION_NOT_ALLOWED));
            } else {
                assertThat(extensions(issued(request, label))).as(what).isEqualTo(granted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"default", "strict"})
    void T_12_wishes_within_the_profile_are_granted_with_the_profiles_criticality(String label) {
        Map<String, String> granted = extensions(issued(ec("CN=" + DEVICE), label));
        granted.put("2.5.29.37", "false 300A06082B06010505070302");
        granted.put(
                "2.5.29.17",
                "false 30128210"
                        + HexFormat.of()
                                .withUpperCase()
                                .formatHex(DEVICE.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        byte[] names = HexFormat.of().parseHex(granted.get("2.5.29.17").substring(6));
        CertificationRequests request = ec("CN=" + DEVICE)
                .withExtension("2.5.29.37", true, HexFormat.of().parseHex("300A06082B06010505070302"))
                .withExtension("2.5.29.17", true, names)
                .withExtension("2.5.29.15", false, HexFormat.of().parseHex("03020780"));
        assertThat(extensions(issued(request, label))).isEqualTo(granted);
    }

    private static CertificationRequests with(Row row, Form form) {
        CertificationRequests request = ec("CN=" + DEVICE);
        byte[] value = HexFormat.of().parseHex(row.value());
        return switch (form) {
            case CRITICAL -> request.withExtension(row.oid(), true, value);
            case NOT_CRITICAL -> request.withExtension(row.oid(), false, value);
            case EMPTY_SEQUENCE -> request.withExtension(row.oid(), false, new byte[] {0x30, 0});
            case GARBAGE -> request.withExtension(row.oid(), false, new byte[] {0x30, 3, 4, 9, 1});
            case TWICE -> request.withExtension(row.oid(), false, value).withExtension(row.oid(), false, value);
        };
    }

    /** What the wish comes to; empty if the request is malformed. */
    private static Optional<Wish> expected(Row row, Form form) {
        return switch (form) {
            case CRITICAL, NOT_CRITICAL -> Optional.of(row.wish());
            case EMPTY_SEQUENCE -> row.empty();
            case GARBAGE -> row.isUnknown() ? Optional.of(DROPPED) : Optional.empty();
            case TWICE -> Optional.empty();
        };
    }

    private Grant judge(CertificationRequest request, String label) {
        var identity = new ClientIdentity(
                ClientIdentity.Kind.ONE_TIME_SECRET,
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        X509Certificate ca = authorities
                .caCertificates("main")
                .await()
                .atMost(Duration.ofSeconds(10))
                .get(0);
        return new EnrollmentPolicy()
                .judge(new Application(
                        identity,
                        request,
                        labels.now().named(label).orElseThrow().profile(),
                        ca,
                        new OwnKeys(List.of(ca), List.of()),
                        false,
                        Instant.now(),
                        DeviceAttributes.NONE));
    }

    private RuntimeException refusal(CertificationRequests request, String label) {
        try {
            judge(request.decoded(), label);
            return new IllegalStateException("granted");
        } catch (PolicyRefusal | MalformedMessageException refused) {
            return refused;
        }
    }

    private X509Certificate issued(CertificationRequests asked, String label) {
        CertificationRequest request = asked.decoded();
        return authorities
                .issue(new Signing(
                        UUID.randomUUID(),
                        "main",
                        "device",
                        request.encoded(),
                        request.publicKey().toPublicKey(signatures),
                        judge(request, label).content(),
                        new BigInteger(127, RANDOM).setBit(126),
                        Optional.empty()))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    /** Criticality and value of each extension, read afresh; of the subject key identifier only that it is there. */
    private static Map<String, String> extensions(X509Certificate certificate) {
        try {
            var extensions = Certificate.getInstance(certificate.getEncoded())
                    .getTBSCertificate()
                    .getExtensions();
            Map<String, String> found = Arrays.stream(extensions.getExtensionOIDs())
                    .map(extensions::getExtension)
                    .collect(Collectors.toMap(
                            extension -> extension.getExtnId().getId(),
                            SmuggledExtensionsTest::described,
                            (a, b) -> "twice",
                            TreeMap::new));
            assertThat(Set.copyOf(found.values())).doesNotContain("twice");
            return found;
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String described(Extension extension) {
        byte[] value = extension.getExtnValue().getOctets();
        return extension.isCritical() + " "
                + (extension.getExtnId().equals(Extension.subjectKeyIdentifier)
                        ? "of " + value.length + " octets"
                        : HexFormat.of().withUpperCase().formatHex(value));
    }
}
