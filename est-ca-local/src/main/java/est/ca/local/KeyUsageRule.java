package est.ca.local;

import est.ca.CaException;
import est.pki.CertificateContent.KeyUsage;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Key usages that a kind of key cannot have (EST-ISS-07). */
final class KeyUsageRule {

    private KeyUsageRule() {}

    /**
     * Checks usages against a key algorithm; algorithms it does not know pass.
     *
     * @throws CaException of kind {@code REFUSED} if the key cannot do what is granted
     */
    static void check(ASN1ObjectIdentifier algorithm, Set<KeyUsage> usages) {
        if (usages.stream().anyMatch(impossible(algorithm)::contains)) {
            throw CaException.refused("a granted key usage does not fit the kind of key", null);
        }
    }

    private static Set<KeyUsage> impossible(ASN1ObjectIdentifier algorithm) {
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return Set.of(KeyUsage.KEY_AGREEMENT); // RFC 3279 §2.3.1
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return Set.of(KeyUsage.KEY_ENCIPHERMENT, KeyUsage.DATA_ENCIPHERMENT); // RFC 8813 §3
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519) || algorithm.equals(EdECObjectIdentifiers.id_Ed448)) {
            return Set.of(KeyUsage.KEY_ENCIPHERMENT, KeyUsage.DATA_ENCIPHERMENT, KeyUsage.KEY_AGREEMENT); // RFC 8410 §5
        }
        return Set.of();
    }
}
