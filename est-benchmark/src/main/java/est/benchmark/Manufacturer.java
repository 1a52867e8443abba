package est.benchmark;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A made-up manufacturer that gives each of its devices a key and a certificate, all P-256. */
public final class Manufacturer {

    private static final X500Name NAME = new X500Name("CN=Benchmark manufacturer");

    private final Provider provider;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** Makes its key and its own certificate. */
    public Manufacturer(Provider provider) throws GeneralSecurityException, IOException {
        this.provider = provider;
        this.keys = newKeys(provider);
        this.certificate =
                certify(NAME, keys, BigInteger.ONE, new BasicConstraints(true), new KeyUsage(KeyUsage.keyCertSign));
    }

    /** Writes its certificate as a PEM file. */
    public void writeAnchor(Path file) throws IOException, GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(certificate.getEncoded());
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    /** Makes devices named {@code bench-0}, {@code bench-1}, … */
    public List<Device> devices(int count) throws GeneralSecurityException, IOException {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KeyPair own = newKeys(provider);
            X500Name subject = new X500Name("CN=bench-" + i);
            X509Certificate issued = certify(
                    subject,
                    own,
                    BigInteger.valueOf(2L + i),
                    new BasicConstraints(false),
                    new KeyUsage(KeyUsage.digitalSignature));
            devices.add(new Device(provider, own.getPrivate(), issued));
        }
        return devices;
    }

    private X509Certificate certify(
            X500Name subject, KeyPair of, BigInteger serial, BasicConstraints constraints, KeyUsage usage)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                NAME,
                serial,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(30))),
                subject,
                of.getPublic());
        builder.addExtension(Extension.basicConstraints, true, constraints);
        builder.addExtension(Extension.keyUsage, true, usage);
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setProvider(provider)
                            .build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    static KeyPair newKeys(Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
