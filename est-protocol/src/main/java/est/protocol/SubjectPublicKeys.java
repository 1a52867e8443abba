package est.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** Octets of SubjectPublicKeyInfo to {@link SubjectPublicKey} and back. */
final class SubjectPublicKeys {

    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";
    private static final String ED448 = "1.3.101.113";

    /** X25519, X448, DH (PKCS#3, X9.42), ECDH, ECMQV, ML-KEM: they agree on keys and cannot sign. */
    private static final Set<String> CANNOT_SIGN = Set.of(
            "1.3.101.110",
            "1.3.101.111",
            "1.2.840.113549.1.3.1",
            "1.2.840.10046.2.1",
            "1.3.132.1.12",
            "1.3.132.1.13",
            "2.16.840.1.101.3.4.4.1",
            "2.16.840.1.101.3.4.4.2",
            "2.16.840.1.101.3.4.4.3");

    private static final Set<Integer> MODULUS_OCTETS = Set.of(256, 384, 512);
    private static final byte[] EXPONENT_65537 = {1, 0, 1};
    private static final byte[] RSA_ALGORITHM = octets("300D06092A864886F70D0101010500");
    private static final byte[] EXPONENT_ELEMENT = octets("0203010001");
    private static final byte[] P256_PREFIX = octets("3059301306072A8648CE3D020106082A8648CE3D030107034200");
    private static final byte[] P384_PREFIX = octets("3076301006072A8648CE3D020106052B81040022036200");
    private static final byte[] P521_PREFIX = octets("30819B301006072A8648CE3D020106052B8104002303818600");
    private static final byte[] ED25519_PREFIX = octets("302A300506032B6570032100");
    private static final byte[] ED448_PREFIX = octets("3043300506032B6571033A00");

    private SubjectPublicKeys() {}

    /** Reads a SubjectPublicKeyInfo that a strict {@link DerScan} has passed. */
    static SubjectPublicKey read(DerElement info) {
        DerCursor parts = info.children();
        DerCursor algorithm =
                parts.next(DerCursor.SEQUENCE, "public key algorithm").children();
        DerElement bits = parts.next(DerCursor.BIT_STRING, "public key");
        parts.requireEnd("public key");
        if (bits.isEmpty() || bits.contentAt(0) != 0) {
            throw new MalformedMessageException("the public key is not a whole number of octets");
        }
        DerElement key = new DerElement(
                bits.octets(), bits.tag(), bits.from(), bits.contentFrom() + 1, bits.contentTo(), bits.to());
        String oid = oid(algorithm.next(DerCursor.OID, "public key algorithm"));
        return switch (oid) {
            case RSA -> readRsa(algorithm, key);
            case EC -> new SubjectPublicKey.EllipticCurve(readCurve(algorithm), key.content());
            case ED25519 -> readEdwards("Ed25519", algorithm, key);
            case ED448 -> readEdwards("Ed448", algorithm, key);
            default -> throw refused(oid);
        };
    }

    private static MalformedMessageException refused(String oid) {
        if (CANNOT_SIGN.contains(oid)) {
            // RFC 5272 §3.1: possession of such a key cannot be shown by signing the request.
            return new MalformedMessageException(
                    "a key that cannot sign cannot use this operation; use /serverkeygen or /fullcmc");
        }
        return new MalformedMessageException("the kind of the public key is not supported; RSA and EC keys are");
    }

    private static SubjectPublicKey readRsa(DerCursor algorithm, DerElement key) {
        // RFC 3279 §2.3.1 demands NULL; that nothing stands there is tolerated and mended in the encoding.
        if (algorithm.hasNext()
                && !algorithm.next(DerCursor.NULL, "RSA parameter").isEmpty()) {
            throw new MalformedMessageException("the RSA parameter is not NULL");
        }
        algorithm.requireEnd("RSA algorithm");
        DerScan.requireDer(key.octets(), key.contentFrom(), key.contentTo(), DerScan.Limits.REQUEST);
        DerCursor whole = key.children();
        DerCursor parts = whole.next(DerCursor.SEQUENCE, "RSA public key").children();
        DerElement modulus = parts.next(DerCursor.INTEGER, "RSA modulus");
        DerElement exponent = parts.next(DerCursor.INTEGER, "RSA exponent");
        parts.requireEnd("RSA public key");
        if (!exponent.contentEquals(EXPONENT_65537)) {
            throw new MalformedMessageException("the RSA exponent is not 65537");
        }
        // A positive number whose top bit is set has exactly one leading zero octet in DER.
        if (modulus.length() < 2 || modulus.contentAt(0) != 0) {
            throw wrongModulus();
        }
        return new SubjectPublicKey.Rsa(
                Arrays.copyOfRange(modulus.octets(), modulus.contentFrom() + 1, modulus.contentTo()));
    }

    private static String readCurve(DerCursor algorithm) {
        if (!algorithm.isAt(DerCursor.OID)) {
            throw new MalformedMessageException("the elliptic curve is not named; explicit parameters are refused");
        }
        String curve = oid(algorithm.next("elliptic curve"));
        algorithm.requireEnd("EC algorithm");
        return PrimeCurve.identified(curve).title;
    }

    private static SubjectPublicKey readEdwards(String name, DerCursor algorithm, DerElement key) {
        algorithm.requireEnd(name + " algorithm"); // RFC 8410 §3: parameters are absent
        return new SubjectPublicKey.Edwards(name, key.content());
    }

    private static String oid(DerElement element) {
        return Parsed.by(() -> ASN1ObjectIdentifier.fromContents(element.content()), "object identifier")
                .getId();
    }

    /** Demands exactly 2048, 3072 or 4096 bits, an odd number, and none that is known to be weak. */
    static void requireModulus(byte[] modulus) {
        if (!MODULUS_OCTETS.contains(modulus.length) || modulus[0] >= 0) {
            throw wrongModulus();
        }
        if ((modulus[modulus.length - 1] & 1) == 0) {
            throw new MalformedMessageException("the RSA modulus is even");
        }
        WeakModulus.requireNone(new BigInteger(1, modulus));
    }

    private static MalformedMessageException wrongModulus() {
        return new MalformedMessageException("the RSA modulus does not have 2048, 3072 or 4096 bits");
    }

    static byte[] encodeRsa(byte[] modulus) {
        int integer = modulus.length + 1;
        int sequence = 4 + integer + EXPONENT_ELEMENT.length;
        int bits = 1 + 4 + sequence;
        int info = RSA_ALGORITHM.length + 4 + bits;
        ByteBuffer der = ByteBuffer.allocate(4 + info);
        header(der, DerCursor.SEQUENCE, info).put(RSA_ALGORITHM);
        header(der, DerCursor.BIT_STRING, bits).put((byte) 0);
        header(der, DerCursor.SEQUENCE, sequence);
        header(der, DerCursor.INTEGER, integer).put((byte) 0).put(modulus).put(EXPONENT_ELEMENT);
        return der.array();
    }

    private static ByteBuffer header(ByteBuffer der, int tag, int length) {
        return der.put((byte) tag).put((byte) 0x82).putShort((short) length);
    }

    static byte[] encodeEdwards(String name, byte[] point) {
        return concatenate(name.equals("Ed25519") ? ED25519_PREFIX : ED448_PREFIX, point);
    }

    private static byte[] concatenate(byte[] prefix, byte[] rest) {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + rest.length);
        System.arraycopy(rest, 0, whole, prefix.length, rest.length);
        return whole;
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** The curves of FIPS 186 that certificates use; y² = x³ - 3x + b over a prime field. */
    enum PrimeCurve {
        P256("P-256", "1.2.840.10045.3.1.7", "secp256r1"),
        P384("P-384", "1.3.132.0.34", "secp384r1"),
        P521("P-521", "1.3.132.0.35", "secp521r1");

        private static final BigInteger THREE = BigInteger.valueOf(3);

        private final String title;
        private final String identifier;
        private final BigInteger prime;
        private final BigInteger b;
        private final int coordinateOctets;

        PrimeCurve(String title, String identifier, String secName) {
            this.title = title;
            this.identifier = identifier;
            X9ECParameters parameters = SECNamedCurves.getByName(secName);
            this.prime = parameters.getCurve().getField().getCharacteristic();
            this.b = parameters.getCurve().getB().toBigInteger();
            this.coordinateOctets = (prime.bitLength() + 7) / 8;
        }

        static PrimeCurve named(String title) {
            for (PrimeCurve curve : values()) {
                if (curve.title.equals(title)) {
                    return curve;
                }
            }
            throw unknown();
        }

        private static PrimeCurve identified(String identifier) {
            for (PrimeCurve curve : values()) {
                if (curve.identifier.equals(identifier)) {
                    return curve;
                }
            }
            throw unknown();
        }

        private static MalformedMessageException unknown() {
            return new MalformedMessageException("the elliptic curve is not P-256, P-384 or P-521");
        }

        byte[] encode(byte[] point) {
            byte[] prefix =
                    switch (this) {
                        case P256 -> P256_PREFIX;
                        case P384 -> P384_PREFIX;
                        case P521 -> P521_PREFIX;
                    };
            return concatenate(prefix, point);
        }

        /** Demands an uncompressed point on this curve, coordinates reduced; infinity has no such form. */
        void requirePoint(byte[] point) {
            if (point.length != 1 + 2 * coordinateOctets || point[0] != 4) {
                throw new MalformedMessageException("the " + title + " key is not an uncompressed point");
            }
            BigInteger x = new BigInteger(1, point, 1, coordinateOctets);
            BigInteger y = new BigInteger(1, point, 1 + coordinateOctets, coordinateOctets);
            if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0 || !satisfies(x, y)) {
                throw new MalformedMessageException("the " + title + " key is not a point on its curve");
            }
        }

        private boolean satisfies(BigInteger x, BigInteger y) {
            BigInteger right =
                    x.multiply(x).subtract(THREE).mod(prime).multiply(x).add(b);
            return y.multiply(y).subtract(right).mod(prime).signum() == 0;
        }
    }
}
