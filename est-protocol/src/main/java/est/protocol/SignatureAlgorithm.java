package est.protocol;

import java.math.BigInteger;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms this protocol knows, by the identifier a request carries. Weak ones are recognized so that
 * they can be refused by name. Immutable.
 */
public enum SignatureAlgorithm {
    RSA_SHA256(PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA"),
    RSA_SHA384(PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA"),
    RSA_SHA512(PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA"),
    RSA_PSS_SHA256(NISTObjectIdentifiers.id_sha256, "SHA256withRSA/PSS", "SHA-256", 32),
    RSA_PSS_SHA384(NISTObjectIdentifiers.id_sha384, "SHA384withRSA/PSS", "SHA-384", 48),
    RSA_PSS_SHA512(NISTObjectIdentifiers.id_sha512, "SHA512withRSA/PSS", "SHA-512", 64),
    ECDSA_SHA256(X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
    ECDSA_SHA384(X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA"),
    ECDSA_SHA512(X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA"),
    ED25519(EdECObjectIdentifiers.id_Ed25519, "Ed25519"),
    ED448(EdECObjectIdentifiers.id_Ed448, "Ed448"),
    RSA_MD5(PKCSObjectIdentifiers.md5WithRSAEncryption, "MD5withRSA"),
    RSA_SHA1(PKCSObjectIdentifiers.sha1WithRSAEncryption, "SHA1withRSA"),
    ECDSA_SHA1(X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA1withECDSA");

    /** The algorithm's own identifier; for RSASSA-PSS, where all share one, that of the hash. */
    private final String identifier;

    private final String jcaName;

    /** The one hash of an RSASSA-PSS algorithm; empty for the others. */
    private final String pssHash;

    private final int saltLength;

    SignatureAlgorithm(ASN1ObjectIdentifier identifier, String jcaName) {
        this(identifier, jcaName, "", 0);
    }

    SignatureAlgorithm(ASN1ObjectIdentifier identifier, String jcaName, String pssHash, int saltLength) {
        this.identifier = identifier.getId();
        this.jcaName = jcaName;
        this.pssHash = pssHash;
        this.saltLength = saltLength;
    }

    /**
     * The algorithm an identifier names. Parameters are read strictly (T-15): NULL or nothing for RSA PKCS#1 (RFC 4055
     * §5), nothing for ECDSA and EdDSA (RFC 5758 §3.2, RFC 8410 §3), and for RSASSA-PSS one hash throughout, a salt of
     * its length and the standard trailer (RFC 4055 §3.1).
     *
     * @throws MalformedMessageException if the algorithm is unknown or its parameters are others
     */
    public static SignatureAlgorithm of(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
        if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return ofPss(algorithm.getParameters());
        }
        for (SignatureAlgorithm known : values()) {
            if (!known.isPss() && known.identifier.equals(oid.getId())) {
                known.requireParameters(algorithm.getParameters());
                return known;
            }
        }
        throw new MalformedMessageException("the signature algorithm is not known here; SHA-256 with RSA or ECDSA is");
    }

    /** Whether the hash is broken: MD5 or SHA-1 (RFC 9155 and the CA's own rules refuse them). */
    public boolean isWeak() {
        return this == RSA_MD5 || this == RSA_SHA1 || this == ECDSA_SHA1;
    }

    /** The {@link java.security.Signature} name; Conscrypt and Bouncy Castle share it. Conscrypt has no Ed448. */
    public String jcaName() {
        return jcaName;
    }

    /** Parameters to set on the {@link java.security.Signature}: those of RSASSA-PSS, else none. */
    public Optional<AlgorithmParameterSpec> parameters() {
        return isPss()
                ? Optional.of(new PSSParameterSpec(pssHash, "MGF1", new MGF1ParameterSpec(pssHash), saltLength, 1))
                : Optional.empty();
    }

    /** Whether a key of this kind can make such a signature. */
    public boolean fits(SubjectPublicKey key) {
        if (key instanceof SubjectPublicKey.Rsa) {
            return isRsa();
        }
        if (key instanceof SubjectPublicKey.EllipticCurve) {
            return this == ECDSA_SHA256 || this == ECDSA_SHA384 || this == ECDSA_SHA512 || this == ECDSA_SHA1;
        }
        return key instanceof SubjectPublicKey.Edwards && key.name().equals(jcaName);
    }

    private boolean isPss() {
        return saltLength > 0;
    }

    private boolean isRsa() {
        return switch (this) {
            case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> true;
            case RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512 -> true;
            case RSA_MD5, RSA_SHA1 -> true;
            default -> false;
        };
    }

    private void requireParameters(@Nullable ASN1Encodable parameters) {
        if (parameters != null && !(isRsa() && DERNull.INSTANCE.equals(parameters))) {
            throw new MalformedMessageException("the signature algorithm has parameters that do not belong there");
        }
    }

    private static SignatureAlgorithm ofPss(@Nullable ASN1Encodable encoded) {
        MalformedMessageException refusal = new MalformedMessageException(
                "RSASSA-PSS needs SHA-256, -384 or -512, MGF1 with the same hash and a salt of its length");
        RSASSAPSSparams parameters = Parsed.by(() -> RSASSAPSSparams.getInstance(encoded), "RSASSA-PSS parameters");
        if (parameters == null) {
            throw refusal;
        }
        for (SignatureAlgorithm known : values()) {
            if (known.isPss() && known.hasExactly(parameters)) {
                return known;
            }
        }
        throw refusal;
    }

    private boolean hasExactly(RSASSAPSSparams parameters) {
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        return isHash(parameters.getHashAlgorithm())
                && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && mask.getParameters() != null
                && isHash(Parsed.by(() -> AlgorithmIdentifier.getInstance(mask.getParameters()), "MGF1 parameters"))
                && parameters.getSaltLength().equals(BigInteger.valueOf(saltLength))
                && parameters.getTrailerField().equals(BigInteger.ONE);
    }

    private boolean isHash(AlgorithmIdentifier hash) {
        return hash.getAlgorithm().getId().equals(identifier)
                && (hash.getParameters() == null || DERNull.INSTANCE.equals(hash.getParameters()));
    }
}
