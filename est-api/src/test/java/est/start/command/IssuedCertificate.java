package est.start.command;

import est.record.CertificateKey;
import est.record.CertificateRecords;
import est.record.EnrollmentRecords;
import est.record.Intent;
import est.record.Opening.Opened;
import est.record.RecordedCertificate;
import est.record.RegistryRule;
import est.record.RepeatRule;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate the record knows, made through the record's public face. */
record IssuedCertificate(X509Certificate certificate) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static IssuedCertificate through(EnrollmentRecords enrollments) throws Exception {
        SecureRandom random = new SecureRandom();
        BigInteger serial = new BigInteger(127, random).setBit(126);
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        Instant now = Instant.now();
        Instant end = now.plus(Duration.ofDays(1));
        Opened opened = (Opened) enrollments
                .open(new Intent(
                        UUID.randomUUID(),
                        "default",
                        "simpleenroll",
                        "device",
                        "device",
                        "main",
                        digest,
                        digest,
                        "CN=device",
                        serial,
                        now,
                        now,
                        end,
                        new RepeatRule(digest, Duration.ofHours(24), digest, RepeatRule.Duplicates.ALLOWED),
                        digest,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        "reference",
                        "192.0.2.1",
                        RegistryRule.NONE))
                .await()
                .atMost(PATIENCE);
        X509Certificate certificate = sign(serial, now, end);
        enrollments.issued(opened, certificate).await().atMost(PATIENCE);
        return new IssuedCertificate(certificate);
    }

    private static X509Certificate sign(BigInteger serial, Instant start, Instant end) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        X500Name name = new X500Name("CN=device");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name, serial, Date.from(start), Date.from(end), name, key.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    RecordedCertificate.Status statusIn(CertificateRecords certificates) {
        CertificateKey key = CertificateKey.of(certificate);
        return certificates
                .find(key.issuer(), key.serial())
                .await()
                .atMost(PATIENCE)
                .orElseThrow()
                .status();
    }
}
