package est.protocol;

import est.protocol.SubjectPublicKeys.PrimeCurve;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/**
 * A public key that can sign, of a kind and size that can be certified at all (T-14). The constructors check it from its
 * octets alone, before any library makes a key object of it, so that an instance is never a weak or impossible key of these
 * sorts: wrong size or exponent, even modulus, one with small factors, of the ROCA kind or with close primes, point off the
 * curve or at infinity. Keys that are weak because somebody has them are the record's to know. Immutable and thread-safe;
 * equality is that of the encoding.
 */
public sealed interface SubjectPublicKey
        permits SubjectPublicKey.Rsa, SubjectPublicKey.EllipticCurve, SubjectPublicKey.Edwards {

    /**
     * Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
     *
     * @throws MalformedMessageException if the octets are not one, or the key is not of the kinds and sizes listed here
     */
    static SubjectPublicKey decode(byte[] subjectPublicKeyInfo) {
        DerScan.requireDer(subjectPublicKeyInfo, 0, subjectPublicKeyInfo.length, DerScan.Limits.REQUEST);
        DerCursor cursor = DerCursor.over(subjectPublicKeyInfo);
        return SubjectPublicKeys.read(cursor.next(DerCursor.SEQUENCE, "public key"));
    }

    /** The SubjectPublicKeyInfo in DER, in its one canonical spelling; a fresh array. */
    byte[] encoded();

    /** Kind and size: {@code RSA-2048}, {@code P-256}, {@code Ed25519} and the like. */
    String name();

    /** The {@link KeyFactory} name of the kind: {@code RSA}, {@code EC}, {@code Ed25519} or {@code Ed448}. */
    String algorithm();

    /** The SHA-256 of {@link #encoded()}. */
    default byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(encoded());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The key as an object of no provider, that has its encoding and nothing else. A provider reads that where it is used. */
    default PublicKey asPublicKey() {
        return new EncodedPublicKey(algorithm(), encoded());
    }

    /**
     * The key as an object of the provider, for one that does not take {@link #asPublicKey()}.
     *
     * @throws IllegalArgumentException if the provider does not know such keys
     * @throws MalformedMessageException if it knows them and refuses this one
     */
    default PublicKey toPublicKey(Provider provider) {
        KeyFactory factory;
        try {
            factory = KeyFactory.getInstance(algorithm(), provider);
        } catch (NoSuchAlgorithmException unknown) {
            throw new IllegalArgumentException(provider.getName() + " has no keys of kind " + algorithm(), unknown);
        }
        try {
            return factory.generatePublic(new X509EncodedKeySpec(encoded()));
        } catch (GeneralSecurityException refused) {
            throw new MalformedMessageException("the public key cannot be used");
        }
    }

    /**
     * An RSA key of 2048, 3072 or 4096 bits with the exponent 65537.
     *
     * @param modulus the modulus, unsigned big-endian, without leading zero octets
     */
    record Rsa(byte[] modulus) implements SubjectPublicKey {
        /**
         * Checks and copies the modulus.
         *
         * @throws MalformedMessageException if it has not exactly 2048, 3072 or 4096 bits, is even, or can be factored
         */
        public Rsa {
            modulus = modulus.clone();
            SubjectPublicKeys.requireModulus(modulus);
        }

        @Override
        public byte[] modulus() {
            return modulus.clone();
        }

        @Override
        public byte[] encoded() {
            return SubjectPublicKeys.encodeRsa(modulus);
        }

        @Override
        public String name() {
            return "RSA-" + modulus.length * 8;
        }

        @Override
        public String algorithm() {
            return "RSA";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rsa key && Arrays.equals(modulus, key.modulus);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(modulus);
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /**
     * A point on one of the curves P-256, P-384 and P-521, named, never described by parameters (RFC 5480 §2.1.1).
     *
     * @param name {@code P-256}, {@code P-384} or {@code P-521}
     * @param point 0x04, x and y. Compressed points, which RFC 5480 §2.2 leaves optional, are refused
     */
    record EllipticCurve(String name, byte[] point) implements SubjectPublicKey {
        /**
         * Checks and copies the point.
         *
         * @throws MalformedMessageException if the curve is another, or the point is compressed, infinite or off it
         */
        public EllipticCurve {
            point = point.clone();
            PrimeCurve.named(name).requirePoint(point);
        }

        @Override
        public byte[] point() {
            return point.clone();
        }

        @Override
        public byte[] encoded() {
            return PrimeCurve.named(name).encode(point);
        }

        @Override
        public String algorithm() {
            return "EC";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof EllipticCurve key && Arrays.equals(point, key.point);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(point);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * An Ed25519 or Ed448 key (RFC 8410 §4).
     *
     * @param name {@code Ed25519} or {@code Ed448}
     * @param point the 32 or 57 octets of the encoded point
     */
    record Edwards(String name, byte[] point) implements SubjectPublicKey {
        /**
         * Checks and copies the point.
         *
         * @throws MalformedMessageException if the octets are no point of the curve's prime-order group
         */
        public Edwards {
            point = point.clone();
            boolean valid =
                    switch (name) {
                        case "Ed25519" -> point.length == 32 && Ed25519.validatePublicKeyFull(point, 0);
                        case "Ed448" -> point.length == 57 && Ed448.validatePublicKeyFull(point, 0);
                        default -> false;
                    };
            if (!valid) {
                throw new MalformedMessageException("the public key is not a valid Ed25519 or Ed448 point");
            }
        }

        @Override
        public byte[] point() {
            return point.clone();
        }

        @Override
        public byte[] encoded() {
            return SubjectPublicKeys.encodeEdwards(name, point);
        }

        @Override
        public String algorithm() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Edwards key && Arrays.equals(point, key.point);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(point);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
