package est.ca.local;

import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** How a CA key signs: the hash follows the curve (RFC 5758 §3.2), RSA signs PKCS#1 v1.5 with SHA-256 (RFC 4055 §5). */
enum SignatureScheme {
    P256("EC", "SHA256withECDSA", "1.2.840.10045.4.3.2"),
    P384("EC", "SHA384withECDSA", "1.2.840.10045.4.3.3"),
    RSA("RSA", "SHA256withRSA", "1.2.840.113549.1.1.11");

    private final String keyAlgorithm;
    private final String jcaName;
    private final String oid;

    SignatureScheme(String keyAlgorithm, String jcaName, String oid) {
        this.keyAlgorithm = keyAlgorithm;
        this.jcaName = jcaName;
        this.oid = oid;
    }

    /** The scheme for a CA key; empty for a key that no CA here may have. */
    static Optional<SignatureScheme> of(PublicKey key) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        ASN1Encodable parameters = info.getAlgorithm().getParameters();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ofCurve(parameters);
        }
        return algorithm.equals(PKCSObjectIdentifiers.rsaEncryption) && isAcceptedRsa(info)
                ? Optional.of(RSA)
                : Optional.empty();
    }

    private static Optional<SignatureScheme> ofCurve(ASN1Encodable curve) {
        if (SECObjectIdentifiers.secp256r1.equals(curve)) {
            return Optional.of(P256);
        }
        return SECObjectIdentifiers.secp384r1.equals(curve) ? Optional.of(P384) : Optional.empty();
    }

    private static boolean isAcceptedRsa(SubjectPublicKeyInfo info) {
        int bits = RSAPublicKey.getInstance(info.getPublicKeyData().getOctets())
                .getModulus()
                .bitLength();
        return bits == 2048 || bits == 3072 || bits == 4096;
    }

    /** The JCA name of the key's algorithm. */
    String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The JCA name of the signature algorithm. */
    String jcaName() {
        return jcaName;
    }

    /** What stands in the certificate, twice. */
    AlgorithmIdentifier identifier() {
        ASN1ObjectIdentifier algorithm = new ASN1ObjectIdentifier(oid);
        // RFC 4055 §5: NULL parameters for RSA; RFC 5758 §3.2: none for ECDSA.
        return this == RSA ? new AlgorithmIdentifier(algorithm, DERNull.INSTANCE) : new AlgorithmIdentifier(algorithm);
    }

    /** Whether one signature costs milliseconds, too long for the caller's event loop. */
    boolean isSlow() {
        return this == RSA;
    }
}
