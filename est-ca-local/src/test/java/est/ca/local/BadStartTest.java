package est.ca.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import est.ca.CaException;
import est.ca.TestCertificates;
import est.ca.TestRequests;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.assertj.core.api.AbstractStringAssert;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority that cannot work does not open, and the complaint begins with the setting an operator must change. */
class BadStartTest {

    private static final String CERTIFICATE = "est.ca.test.local.certificate: ";
    private static final String KEY = "est.ca.test.local.key: ";
    private static final String PASSWORD = "est.ca.test.local.password: ";
    private static final String PASSWORD_FILE = "est.ca.test.local.password-file: ";

    @TempDir
    private Path folder;

    @Test
    void good_files_open() {
        assertThatNoException().isThrownBy(() -> CaFiles.ec(folder).open());
    }

    @Test
    void an_authority_without_settings_is_refused() {
        try {
            CaFiles.ec(folder).provider(CaFiles.clockAt(CaFiles.NOW)).open("other");
            throw new AssertionError("it opened");
        } catch (CaException e) {
            assertThat(e.getMessage()).isEqualTo("est.ca.other.local.certificate: is not set");
        }
    }

    @Test
    void F_25_a_missing_certificate_file_is_refused() {
        complaint(CaFiles.ec(folder).withCertificatePath("nowhere.pem")).startsWith(CERTIFICATE);
    }

    @Test
    void F_25_a_missing_key_file_is_refused() {
        complaint(CaFiles.ec(folder).withKeyPath("nowhere.key")).startsWith(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not PEM at all",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n%%%\n",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
            })
    void F_25_a_corrupt_certificate_file_is_refused(String text) {
        complaint(CaFiles.ec(folder).withCertificateText(text)).startsWith(CERTIFICATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not PEM at all",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"
            })
    void F_25_a_corrupt_key_file_is_refused(String text) {
        complaint(CaFiles.ec(folder).withKeyText(text, "r--------")).startsWith(KEY);
    }

    @Test
    void F_25_a_corrupt_pkcs12_file_is_refused() throws IOException {
        CaFiles files = CaFiles.ec(folder).withPkcs12("secret", "r--------").withPassword("secret");
        Path file = folder.resolve("ca.p12");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        complaint(files).contains("ca.p12");
    }

    @Test
    void F_25_a_file_that_is_too_long_is_refused() {
        complaint(CaFiles.ec(folder).withCertificateText("x".repeat((1 << 20) + 1)))
                .startsWith(CERTIFICATE);
    }

    @Test
    void F_26_a_key_of_another_certificate_is_refused() {
        complaint(CaFiles.ec(folder).withKey(TestRequests.ecKeys().getPrivate()))
                .startsWith(KEY);
    }

    @Test
    void F_26_a_key_of_another_algorithm_is_refused() {
        complaint(CaFiles.ec(folder).withKey(TestRequests.keys("RSA", 2048).getPrivate()))
                .startsWith(KEY);
    }

    @Test
    void F_26_two_keys_in_one_file_are_refused() {
        CaFiles files = CaFiles.ec(folder);
        String key = CaFiles.pem(files.keys.getPrivate());
        complaint(files.withKeyText(key + key, "r--------")).startsWith(KEY);
    }

    @Test
    void F_27_an_expired_CA_is_refused() {
        complaint(issuedBetween("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
                .startsWith(CERTIFICATE)
                .contains("has expired");
    }

    @Test
    void F_27_a_CA_that_is_not_valid_yet_is_refused() {
        complaint(issuedBetween("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"))
                .startsWith(CERTIFICATE)
                .contains("is not valid yet");
    }

    @Test
    void a_leaf_as_CA_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withChain(certificate(files, 0, null, true), files.chain.get(1)))
                .startsWith(CERTIFICATE)
                .contains("is no CA certificate");
    }

    @Test
    void a_CA_without_keyCertSign_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withChain(
                        certificate(files, KeyUsage.cRLSign, new BasicConstraints(true), true), files.chain.get(1)))
                .startsWith(CERTIFICATE)
                .contains("keyCertSign");
    }

    @Test
    void a_CA_without_key_usage_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withChain(certificate(files, 0, new BasicConstraints(true), true), files.chain.get(1)))
                .startsWith(CERTIFICATE)
                .contains("keyCertSign");
    }

    @Test
    void EST_ISS_06_a_CA_without_subject_key_identifier_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withChain(
                        certificate(files, KeyUsage.keyCertSign, new BasicConstraints(true), false),
                        files.chain.get(1)))
                .startsWith(CERTIFICATE)
                .contains("subject key identifier");
    }

    @Test
    void a_chain_in_the_wrong_order_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withChain(files.chain.get(1), files.chain.get(0))).startsWith(CERTIFICATE);
    }

    @Test
    void a_chain_that_does_not_verify_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        KeyPair stranger = TestRequests.ecKeys();
        X509Certificate namesake = TestCertificates.authority(
                CaFiles.ROOT_NAME, stranger, CaFiles.ROOT_NAME, stranger, CaFiles.FROM, CaFiles.TO);
        complaint(files.withChain(files.chain.get(0), namesake))
                .startsWith(CERTIFICATE)
                .contains("does not verify");
    }

    @Test
    void a_path_longer_than_its_root_allows_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        KeyPair middle = TestRequests.ecKeys();
        X509Certificate root = certificate(
                CaFiles.ROOT_NAME, files.rootKeys, CaFiles.ROOT_NAME, files.rootKeys, new BasicConstraints(0));
        X509Certificate intermediate = TestCertificates.authority(
                "CN=Middle", middle, CaFiles.ROOT_NAME, files.rootKeys, CaFiles.FROM, CaFiles.TO);
        X509Certificate issuing = TestCertificates.authority(
                CaFiles.ISSUING_NAME, files.keys, "CN=Middle", middle, CaFiles.FROM, CaFiles.TO);
        complaint(files.withChain(issuing, intermediate, root))
                .startsWith(CERTIFICATE)
                .contains("pathLenConstraint");
    }

    @Test
    void a_chain_may_end_below_its_root() {
        CaFiles files = CaFiles.ec(folder);
        files.withChain(files.chain.get(0));
        assertThatNoException().isThrownBy(files::open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r-----r--", "r------w-", "r-------x", "rw--w----"})
    void a_key_file_open_to_others_is_refused(String permissions) {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withKeyText(CaFiles.pem(files.keys.getPrivate()), permissions))
                .startsWith(KEY)
                .contains(permissions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "r--r-----", "rw-r-----"})
    void a_key_file_guarded_from_others_is_accepted(String permissions) {
        CaFiles files = CaFiles.ec(folder);
        files.withKeyText(CaFiles.pem(files.keys.getPrivate()), permissions);
        assertThatNoException().isThrownBy(files::open);
    }

    @Test
    void a_pkcs12_file_open_to_others_is_refused() {
        complaint(CaFiles.ec(folder).withPkcs12("secret", "rw-r--r--").withPassword("secret"))
                .startsWith(CERTIFICATE)
                .contains("open to others");
    }

    @Test
    void a_password_file_open_to_others_is_refused() {
        complaint(CaFiles.ec(folder).withEncryptedKey("secret").withPasswordFile("secret", "rw-r--r--"))
                .startsWith(PASSWORD_FILE);
    }

    @Test
    void a_wrong_password_of_a_key_is_refused() {
        complaint(CaFiles.ec(folder).withEncryptedKey("secret").withPassword("guess-7"))
                .startsWith(PASSWORD)
                .doesNotContain("guess-7");
    }

    @Test
    void a_wrong_password_of_a_pkcs12_file_is_refused() {
        complaint(CaFiles.ec(folder).withPkcs12("secret", "r--------").withPasswordFile("guess-7\n", "r--------"))
                .startsWith(PASSWORD_FILE)
                .doesNotContain("guess-7");
    }

    @Test
    void a_missing_password_is_refused() {
        complaint(CaFiles.ec(folder).withEncryptedKey("secret")).startsWith(KEY).contains("est.ca.test.local.password");
    }

    @Test
    void two_passwords_are_refused() {
        complaint(CaFiles.ec(folder).withPassword("a").withPasswordFile("b", "r--------"))
                .startsWith(PASSWORD);
    }

    @Test
    void a_missing_key_beside_a_PEM_certificate_is_refused() {
        complaint(CaFiles.ec(folder).withoutKey()).startsWith(KEY).contains("is not set");
    }

    @Test
    void an_RSA_1024_CA_is_refused() {
        complaint(new CaFiles(folder, TestRequests.keys("RSA", 1024))).startsWith(CERTIFICATE);
    }

    @Test
    void a_P521_CA_is_refused() {
        complaint(new CaFiles(folder, TestRequests.keys("EC", 521))).startsWith(CERTIFICATE);
    }

    @Test
    void a_rollover_certificate_that_is_no_CA_is_refused() {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withRollover(certificate(files, 0, null, true))).startsWith("est.ca.test.local.rollover: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pki.example.com/ca.cer", "/ca.cer", "http://pki.example.com/ü.cer"})
    void a_pointer_that_is_no_absolute_URI_is_refused(String uri) {
        complaint(CaFiles.ec(folder).withPointers(uri, "http://a/", "http://b/"))
                .startsWith("est.ca.test.local.aia-ca-issuers: ");
    }

    private static AbstractStringAssert<?> complaint(CaFiles files) {
        try {
            files.open();
        } catch (CaException e) {
            assertThat(e.kind()).isEqualTo(CaException.Kind.DEFECTIVE);
            return assertThat(e.getMessage());
        }
        throw new AssertionError("it opened");
    }

    private CaFiles issuedBetween(String from, String to) {
        CaFiles files = CaFiles.ec(folder);
        return files.withChain(
                TestCertificates.authority(
                        CaFiles.ISSUING_NAME,
                        files.keys,
                        CaFiles.ROOT_NAME,
                        files.rootKeys,
                        Instant.parse(from),
                        Instant.parse(to)),
                files.chain.get(1));
    }

    private static X509Certificate certificate(
            CaFiles files, int usage, @Nullable BasicConstraints constraints, boolean identifier) {
        X509v3CertificateBuilder builder = builder(CaFiles.ISSUING_NAME, files.keys, CaFiles.ROOT_NAME, constraints);
        if (usage != 0) {
            add(builder, Extension.keyUsage, new KeyUsage(usage));
        }
        if (identifier) {
            add(builder, Extension.subjectKeyIdentifier, new DEROctetString(new byte[20]));
        }
        return TestCertificates.toCertificate(builder.build(TestCertificates.signer(files.rootKeys)));
    }

    private static X509Certificate certificate(
            String subject, KeyPair keys, String issuer, KeyPair issuerKeys, BasicConstraints constraints) {
        X509v3CertificateBuilder builder = builder(subject, keys, issuer, constraints);
        return TestCertificates.toCertificate(builder.build(TestCertificates.signer(issuerKeys)));
    }

    private static X509v3CertificateBuilder builder(
            String subject, KeyPair keys, String issuer, @Nullable BasicConstraints constraints) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.TEN,
                Date.from(CaFiles.FROM),
                Date.from(CaFiles.TO),
                new X500Name(subject),
                keys.getPublic());
        if (constraints != null) {
            add(builder, Extension.basicConstraints, constraints);
        }
        return builder;
    }

    private static void add(X509v3CertificateBuilder builder, ASN1ObjectIdentifier oid, ASN1Encodable value) {
        try {
            builder.addExtension(oid, false, value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
