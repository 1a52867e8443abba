package est.record;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Intents and certificates as an enrollment brings them. */
final class Enrollments {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair KEY = key();

    private Enrollments() {}

    static byte[] newKey() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return key;
    }

    static BigInteger newSerial() {
        return new BigInteger(127, RANDOM).setBit(126);
    }

    static Intent intent(byte[] replayKey) {
        return intent(replayKey, newSerial(), Optional.empty());
    }

    static Intent intent(byte[] replayKey, BigInteger serial, Optional<UUID> secret) {
        return intent(sha256(KEY.getPublic().getEncoded()), replayKey, "default", "device", false, serial, secret);
    }

    /** One more for this device. */
    static Intent ofDevice(byte[] device, RepeatRule.Duplicates duplicates, BigInteger serial, Optional<UUID> secret) {
        return intent(
                sha256(KEY.getPublic().getEncoded()),
                new RepeatRule(newKey(), Duration.ofHours(24), device, duplicates),
                "default",
                "device",
                false,
                serial,
                secret);
    }

    /** Of the one identity under a label, with a key of its own. */
    static Intent limited(String label, IdentityLimit limit) {
        byte[] replayKey = newKey();
        RepeatRule repeats = new RepeatRule(
                replayKey, Duration.ofHours(24), sha256(replayKey), RepeatRule.Duplicates.ALLOWED, Optional.of(limit));
        return intent(newKey(), repeats, label, "device", false, newSerial(), Optional.empty());
    }

    /** For a key and a holder of one's own. */
    static Intent intent(
            byte[] spkiSha256,
            byte[] replayKey,
            String label,
            String holder,
            boolean sharesKey,
            BigInteger serial,
            Optional<UUID> secret) {
        RepeatRule repeats =
                new RepeatRule(replayKey, Duration.ofHours(24), sha256(replayKey), RepeatRule.Duplicates.ALLOWED);
        return intent(spkiSha256, repeats, label, holder, sharesKey, serial, secret);
    }

    private static Intent intent(
            byte[] spkiSha256,
            RepeatRule repeats,
            String label,
            String holder,
            boolean sharesKey,
            BigInteger serial,
            Optional<UUID> secret) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Intent(
                UUID.randomUUID(),
                label,
                "simpleenroll",
                "device",
                "device",
                "main",
                spkiSha256,
                new byte[] {0x30, 0},
                "CN=device",
                serial,
                now,
                now,
                now.plus(Duration.ofDays(90)),
                repeats,
                sha256(holder.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                sharesKey,
                secret,
                Optional.empty(),
                "reference",
                "192.0.2.1",
                RegistryRule.NONE);
    }

    /** One whose validity was granted by a clock that is off. */
    static Intent offBy(Duration difference) {
        return one(Instant.now().plus(difference), RegistryRule.NONE);
    }

    /** One of which the registry has to know something. */
    static Intent under(RegistryRule registry) {
        return one(Instant.now(), registry);
    }

    private static Intent one(Instant at, RegistryRule registry) {
        Intent plain = intent(newKey());
        return new Intent(
                plain.id(),
                plain.label(),
                plain.operation(),
                plain.identity(),
                plain.profile(),
                plain.ca(),
                plain.spkiSha256(),
                plain.request(),
                plain.grant(),
                plain.serial(),
                at,
                plain.notBefore(),
                plain.notAfter(),
                plain.repeats(),
                plain.holder(),
                plain.sharesKey(),
                plain.credential(),
                plain.renews(),
                plain.requestReference(),
                plain.address(),
                registry);
    }

    static X509Certificate certificate(BigInteger serial) {
        return certificate(serial, Instant.now().plus(Duration.ofDays(90)));
    }

    static X509Certificate certificate(BigInteger serial, Instant notAfter) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=issuing CA"),
                    serial,
                    Date.from(Instant.now().minusSeconds(300)),
                    Date.from(notAfter),
                    new X500Name("CN=device"),
                    KEY.getPublic());
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEY.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
