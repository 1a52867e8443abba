package est.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA of somebody else: a manufacturer, or a rogue. */
public final class TestAuthority {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys = ecKeys();
    private final X500Principal name;
    private final X509Certificate certificate;

    /** A self-signed CA of this name. */
    public TestAuthority(String name) {
        this(name, Duration.ofDays(-1), Duration.ofDays(3650));
    }

    private TestAuthority(String name, Duration from, Duration to) {
        this.name = new X500Principal(name);
        this.certificate = sign(this.name, keys, from, to, true);
    }

    /** A self-signed CA that expired yesterday. */
    public static TestAuthority expired(String name) {
        return new TestAuthority(name, Duration.ofDays(-30), Duration.ofDays(-1));
    }

    /** A fresh P-256 key pair. */
    public static KeyPair ecKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The CA certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A current device certificate. */
    public X509Certificate device(String subject, KeyPair device) {
        return sign(new X500Principal(subject), device, Duration.ofDays(-1), Duration.ofDays(365), false);
    }

    /** A device certificate that expired yesterday. */
    public X509Certificate expiredDevice(String subject, KeyPair device) {
        return sign(new X500Principal(subject), device, Duration.ofDays(-30), Duration.ofDays(-1), false);
    }

    /** A current device certificate with these extensions and no others. */
    public X509Certificate deviceWith(String subject, KeyPair device, Extension... extensions) {
        return sign(new X500Principal(subject), device, Duration.ofDays(-1), Duration.ofDays(365), List.of(extensions));
    }

    /** A device certificate with these extensions that expired yesterday. */
    public X509Certificate expiredDeviceWith(String subject, KeyPair device, Extension... extensions) {
        return sign(new X500Principal(subject), device, Duration.ofDays(-30), Duration.ofDays(-1), List.of(extensions));
    }

    /** Writes the CA certificate as PEM. */
    public Path writeTo(Path file) {
        try {
            return Files.writeString(file, Pem.of(certificate));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private X509Certificate sign(X500Principal subject, KeyPair subjectKeys, Duration from, Duration to, boolean ca) {
        KeyUsage usage = new KeyUsage(ca ? KeyUsage.keyCertSign : KeyUsage.digitalSignature);
        return sign(
                subject,
                subjectKeys,
                from,
                to,
                List.of(
                        extension(Extension.basicConstraints, true, new BasicConstraints(ca)),
                        extension(Extension.keyUsage, true, usage)));
    }

    /** An extension from its parts. */
    public static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(oid, critical, value.toASN1Primitive().getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private X509Certificate sign(
            X500Principal subject, KeyPair subjectKeys, Duration from, Duration to, List<Extension> extensions) {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(120, RANDOM),
                    Date.from(now.plus(from)),
                    Date.from(now.plus(to)),
                    subject,
                    subjectKeys.getPublic());
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
