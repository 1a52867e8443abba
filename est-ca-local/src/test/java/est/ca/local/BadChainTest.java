package est.ca.local;

import static est.ca.local.BadStartTest.complaint;
import static org.assertj.core.api.Assertions.assertThatNoException;

import est.ca.TestCertificates;
import est.ca.TestRequests;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
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

/** An authority whose certificates cannot work does not open. */
class BadChainTest {

    private static final String CERTIFICATE = "est.ca.test.local.certificate: ";

    @TempDir
    private Path folder;

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
