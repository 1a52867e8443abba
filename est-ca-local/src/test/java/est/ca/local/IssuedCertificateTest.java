package est.ca.local;

import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static est.ca.GrantAssertions.assertContainsExactlyTheGrant;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import est.pki.AlternativeName;
import est.pki.CertificateContent.KeyUsage;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5280 as the rows EST-ISS of the conformance table put it, on certificates of an EC authority. */
class IssuedCertificateTest {

    private static final String SAN = Extension.subjectAlternativeName.getId();

    @TempDir
    private Path folder;

    private CaFiles files;
    private LocalCertificationAuthority authority;

    @BeforeEach
    void open() {
        files = CaFiles.ec(folder).withPointers("http://pki.example.com/ca.cer", "http://ocsp/", "http://pki/ca.crl");
        authority = files.open();
    }

    @Test
    void EST_ISS_01_version_3_and_the_proposed_serial() {
        BigInteger longest = BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE);
        X509Certificate certificate =
                issue(authority, valid().withSerial(longest).build());

        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSerialNumber()).isEqualTo(longest);
        assertThat(certificate.getSerialNumber().toByteArray()).hasSize(20);
    }

    @Test
    void EST_ISS_02_inner_and_outer_algorithm_are_identical() throws GeneralSecurityException {
        Certificate certificate = parsed(issue(authority, valid().build()));

        assertThat(certificate.getSignatureAlgorithm())
                .isEqualTo(certificate.getTBSCertificate().getSignature());
        assertThat(certificate.getSignatureAlgorithm().getParameters()).isNull();
    }

    @Test
    void EST_ISS_02_issuer_octets_equal_the_subject_octets_of_the_CA() throws Exception {
        Certificate issuing = parsed(files.chain.get(0));

        assertThat(parsed(issue(authority, valid().build())).getIssuer().getEncoded())
                .isEqualTo(issuing.getSubject().getEncoded());
    }

    @Test
    void EST_ISS_02_a_P384_authority_signs_with_SHA_384() throws GeneralSecurityException {
        CaFiles p384 = new CaFiles(folder, TestRequests.keys("EC", 384));
        X509Certificate certificate = issue(p384.open(), valid().build());

        assertThat(certificate.getSigAlgName()).isEqualTo("SHA384withECDSA");
        certificate.verify(p384.keys.getPublic());
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072})
    void EST_ISS_02_an_RSA_authority_signs_with_SHA_256_and_NULL_parameters(int bits) throws GeneralSecurityException {
        CaFiles rsa = new CaFiles(folder, TestRequests.keys("RSA", bits));
        X509Certificate certificate = issue(rsa.open(), valid().build());

        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(certificate.getSigAlgParams()).isNull();
        assertThat(parsed(certificate).getSignatureAlgorithm().getParameters()).isEqualTo(DERNull.INSTANCE);
        certificate.verify(rsa.keys.getPublic());
    }

    @Test
    void EST_ISS_04_string_types_and_order_of_the_subject_are_kept() throws Exception {
        byte[] mixed = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERPrintableString("Example"))
                .addRDN(BCStyle.CN, new DERUTF8String("device"))
                .addRDN(BCStyle.SERIALNUMBER, new DERPrintableString("0815"))
                .addRDN(BCStyle.EmailAddress, new DERIA5String("a@example.com"))
                .build()
                .getEncoded(ASN1Encoding.DER);

        X509Certificate certificate =
                issue(authority, valid().withSubject(new X500Principal(mixed)).build());

        assertThat(parsed(certificate).getSubject().getEncoded(ASN1Encoding.DER))
                .isEqualTo(mixed);
    }

    @Test
    void EST_ISS_04_the_alternative_name_is_critical_exactly_if_the_subject_is_empty() {
        X509Certificate named = issue(authority, valid().build());
        X509Certificate nameless = issue(authority, valid().withSubject("").build());

        assertThat(named.getNonCriticalExtensionOIDs()).contains(SAN);
        assertThat(nameless.getCriticalExtensionOIDs()).contains(SAN);
    }

    @Test
    void EST_ISS_05_no_unique_identifiers() throws GeneralSecurityException {
        Certificate certificate = parsed(issue(authority, valid().build()));

        assertThat(certificate.getTBSCertificate().getIssuerUniqueId()).isNull();
        assertThat(certificate.getTBSCertificate().getSubjectUniqueId()).isNull();
    }

    @Test
    void EST_ISS_06_the_authority_key_identifier_is_the_subject_key_identifier_of_the_CA() {
        X509Certificate certificate = issue(authority, valid().build());
        byte[] authorityKey = octets(certificate, Extension.authorityKeyIdentifier.getId());
        byte[] subjectKey = octets(files.chain.get(0), Extension.subjectKeyIdentifier.getId());

        // SEQUENCE { [0] identifier } and OCTET STRING: the last 20 octets are the identifier.
        assertThat(authorityKey).hasSize(24);
        assertThat(Arrays.copyOfRange(authorityKey, 4, 24)).isEqualTo(Arrays.copyOfRange(subjectKey, 2, 22));
        assertThat(certificate.getNonCriticalExtensionOIDs())
                .contains(Extension.authorityKeyIdentifier.getId(), Extension.subjectKeyIdentifier.getId());
    }

    @Test
    void EST_ISS_06_two_keys_have_two_subject_key_identifiers_and_one_key_has_one() {
        KeyPair keys = TestRequests.ecKeys();
        byte[] first = octets(issue(authority, valid().forKey(keys).build()), "2.5.29.14");

        assertThat(octets(issue(authority, valid().forKey(keys).build()), "2.5.29.14"))
                .isEqualTo(first)
                .hasSize(22);
        assertThat(octets(issue(authority, valid().build()), "2.5.29.14")).isNotEqualTo(first);
    }

    @Test
    void EST_ISS_07_key_usage_is_critical() {
        assertThat(issue(authority, valid().build()).getCriticalExtensionOIDs())
                .containsExactly(Extension.keyUsage.getId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEY_ENCIPHERMENT", "DATA_ENCIPHERMENT"})
    void EST_ISS_07_an_EC_key_that_shall_encipher_is_refused(String usage) {
        refused(valid().withUsages(KeyUsage.valueOf(usage)).build());
    }

    @Test
    void EST_ISS_07_an_RSA_key_that_shall_agree_on_keys_is_refused() {
        refused(valid().forKey(TestRequests.keys("RSA", 2048))
                .withUsages(KeyUsage.KEY_AGREEMENT)
                .build());
    }

    @Test
    void EST_ISS_08_nothing_of_the_certification_request_is_copied() {
        IssuanceRequest request = valid().build();

        assertContainsExactlyTheGrant(issue(authority, request), request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a b", "\u0007", "ünicode"})
    void EST_ISS_09_a_name_that_is_not_printable_IA5_is_refused(String name) {
        byte[] octets = name.getBytes(ISO_8859_1);
        refused(valid().withNames(AlternativeName.of(AlternativeName.Kind.DNS_NAME, octets))
                .build());
    }

    @Test
    void EST_ISS_09_a_malformed_directory_name_is_refused() {
        refused(valid().withNames(AlternativeName.of(AlternativeName.Kind.DIRECTORY_NAME, new byte[] {1, 2, 3}))
                .build());
    }

    @Test
    void EST_ISS_09_every_kind_of_name_stands_as_granted() {
        byte[] directory = new X500Principal("CN=x").getEncoded();
        byte[] userPrincipalName = {0x06, 0x03, 0x2a, 0x03, 0x04, (byte) 0xa0, 0x04, 0x0c, 0x02, 'm', 'e'};
        IssuanceRequest request = valid().withNames(
                        AlternativeName.dnsName("*.example.com"),
                        AlternativeName.ipAddress(new byte[16]),
                        AlternativeName.of(AlternativeName.Kind.URI, "urn:a:b".getBytes(US_ASCII)),
                        AlternativeName.of(AlternativeName.Kind.RFC822_NAME, "a@b.example".getBytes(US_ASCII)),
                        AlternativeName.of(AlternativeName.Kind.DIRECTORY_NAME, directory),
                        AlternativeName.of(AlternativeName.Kind.REGISTERED_ID, new byte[] {0x2a, 0x03}),
                        AlternativeName.of(AlternativeName.Kind.OTHER_NAME, userPrincipalName))
                .build();

        assertContainsExactlyTheGrant(issue(authority, request), request);
    }

    @Test
    void EST_ISS_10_authority_access_and_revocation_lists_are_named_if_configured() throws Exception {
        X509Certificate certificate = issue(authority, valid().build());
        List<AccessDescription> access =
                List.of(AuthorityInformationAccess.getInstance(value(certificate, "1.3.6.1.5.5.7.1.1"))
                        .getAccessDescriptions());
        String lists = CRLDistPoint.getInstance(value(certificate, "2.5.29.31")).toString();

        assertThat(access)
                .containsExactly(
                        access(AccessDescription.id_ad_ocsp, "http://ocsp/"),
                        access(AccessDescription.id_ad_caIssuers, "http://pki.example.com/ca.cer"));
        assertThat(lists).contains("http://pki/ca.crl");
    }

    @Test
    void EST_ISS_10_nothing_is_named_if_nothing_is_configured() {
        X509Certificate certificate = issue(CaFiles.ec(folder).open(), valid().build());

        assertThat(certificate.getNonCriticalExtensionOIDs())
                .isEqualTo(Set.of("2.5.29.14", "2.5.29.35", SAN, "2.5.29.37"));
    }

    @Test
    void EST_ISS_12_a_leaf_has_no_basic_constraints() {
        X509Certificate certificate = issue(authority, valid().build());

        assertThat(certificate.getExtensionValue(Extension.basicConstraints.getId()))
                .isNull();
    }

    @Test
    void EST_ISS_12_extended_key_usages_are_the_granted_ones_in_order_and_not_critical() throws Exception {
        X509Certificate certificate = issue(
                authority,
                valid().withExtendedUsages("1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.20.2.2")
                        .build());

        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.20.2.2");
        assertThat(certificate.getNonCriticalExtensionOIDs()).contains("2.5.29.37");
    }

    @Test
    void a_malformed_object_identifier_is_refused() {
        refused(valid().withExtendedUsages("1.2.x").build());
    }

    private static AccessDescription access(ASN1ObjectIdentifier method, String uri) {
        return new AccessDescription(method, new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }

    private static TestRequests valid() {
        return TestRequests.valid()
                .withValidity(CaFiles.NOW, CaFiles.NOW.plusSeconds(86_400))
                .withNames(AlternativeName.dnsName("device-1.example.com"));
    }

    private void refused(IssuanceRequest request) {
        assertThat(failureOf(authority.issue(request)).kind()).isEqualTo(CaException.Kind.REFUSED);
    }

    private static Certificate parsed(X509Certificate certificate) throws GeneralSecurityException {
        return Certificate.getInstance(certificate.getEncoded());
    }

    private static byte[] octets(X509Certificate certificate, String oid) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(oid)).getOctets();
    }

    private static ASN1Primitive value(X509Certificate certificate, String oid) throws Exception {
        return ASN1Primitive.fromByteArray(octets(certificate, oid));
    }
}
