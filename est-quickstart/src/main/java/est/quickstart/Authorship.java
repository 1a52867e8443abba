package est.quickstart;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Writes the certificates of a first run (RFC 5280), and those of a recorded one's {@link Fleet}, all on P-256.
 *
 * @param clock says when
 */
record Authorship(Clock clock) {
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final int ROOT_YEARS = 10;
    private static final int ISSUING_YEARS = 5;
    private static final int SERVER_YEARS = 1;
    private static final int DEVICE_YEARS = 1;
    private static final int SERIAL_BITS = 159;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 6402 §2.10: says that the TLS server may act as a registration authority; EST clients look for it (EST-TLS-04). */
    private static final KeyPurposeId CMC_RA = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));

    KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    X509Certificate root(KeyPair key) throws IOException, GeneralSecurityException, OperatorCreationException {
        return selfSigned("CN=EST quick start root CA", key);
    }

    X509Certificate manufacturer(KeyPair key) throws IOException, GeneralSecurityException, OperatorCreationException {
        return selfSigned("CN=Made-up manufacturer", key);
    }

    private X509Certificate selfSigned(String subject, KeyPair key)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal(subject);
        JcaX509v3CertificateBuilder builder = certificate(name, name, key.getPublic(), ROOT_YEARS);
        return authority(builder, new BasicConstraints(true), key.getPublic(), key.getPrivate());
    }

    X509Certificate issuing(PublicKey key, X509Certificate root, PrivateKey rootKey)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=EST quick start issuing CA");
        JcaX509v3CertificateBuilder builder = certificate(root.getSubjectX500Principal(), name, key, ISSUING_YEARS);
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions().createAuthorityKeyIdentifier(root.getPublicKey()));
        return authority(builder, new BasicConstraints(0), key, rootKey);
    }

    private static X509Certificate authority(
            JcaX509v3CertificateBuilder builder, BasicConstraints constraints, PublicKey key, PrivateKey signer)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        builder.addExtension(Extension.basicConstraints, true, constraints);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(key));
        return sign(builder, signer);
    }

    X509Certificate server(PublicKey key, ServerNames names, X509Certificate issuer, PrivateKey issuerKey)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=EST quick start server");
        JcaX509v3CertificateBuilder builder = certificate(issuer.getSubjectX500Principal(), name, key, SERVER_YEARS);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, CMC_RA
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, names.asSubjectAlternativeName());
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions().createAuthorityKeyIdentifier(issuer.getPublicKey()));
        return sign(builder, issuerKey);
    }

    /** A manufacturer's certificate for one of its devices. */
    X509Certificate device(PublicKey key, String name, X509Certificate manufacturer, PrivateKey manufacturerKey)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        JcaX509v3CertificateBuilder builder =
                certificate(manufacturer.getSubjectX500Principal(), new X500Principal("CN=" + name), key, DEVICE_YEARS);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions().createAuthorityKeyIdentifier(manufacturer.getPublicKey()));
        return sign(builder, manufacturerKey);
    }

    /** A certification request, DER (RFC 2986). */
    byte[] request(KeyPair key, String name) throws IOException, OperatorCreationException {
        return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=" + name), key.getPublic())
                .build(signer(key.getPrivate()))
                .getEncoded();
    }

    private JcaX509v3CertificateBuilder certificate(
            X500Principal issuer, X500Principal name, PublicKey key, int years) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
        // RFC 5280 §4.1.2.2: positive, at most 20 octets
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(BACKDATED)), Date.from(end), name, key);
    }

    private static JcaX509ExtensionUtils extensions() throws GeneralSecurityException {
        return new JcaX509ExtensionUtils();
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
    }

    private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }
}
