package est.door;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client must offer to be shown an ECDSA certificate instead of one for RSA. Immutable.
 *
 * @param scheme the signature of the certificate's own curve, the only one in TLS 1.3 (RFC 8446 §4.2.3)
 * @param group that curve
 * @param cipherSuites those of TLS 1.2 that the door speaks and that are signed with ECDSA
 */
record EcdsaDemand(int scheme, int group, Set<Integer> cipherSuites) {

    private static final Set<Integer> SCHEMES = Set.of(0x0403, 0x0503, 0x0603);

    private static final Map<String, Integer> CIPHER_SUITES = Map.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", 0xC009,
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", 0xC00A,
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", 0xC023,
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", 0xC024,
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 0xC02B,
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", 0xC02C,
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", 0xCCA9);

    /** For a certificate of an elliptic curve, at a door that speaks these suites. */
    static EcdsaDemand of(X509Certificate certificate, List<String> cipherSuites) {
        ECPublicKey key = (ECPublicKey) certificate.getPublicKey();
        Set<Integer> signed = cipherSuites.stream()
                .filter(CIPHER_SUITES::containsKey)
                .map(CIPHER_SUITES::get)
                .collect(Collectors.toUnmodifiableSet());
        return switch (key.getParams().getCurve().getField().getFieldSize()) {
            case 256 -> new EcdsaDemand(0x0403, 23, signed);
            case 384 -> new EcdsaDemand(0x0503, 24, signed);
            default -> new EcdsaDemand(0x0603, 25, signed);
        };
    }

    /** Whether the client can do with it. A hello that says nothing of signatures means SHA-1 (RFC 5246 §7.4.1.4.1): no. */
    boolean isMetBy(ClientHello hello) {
        if (hello.tls13()) {
            return hello.signatures().contains(scheme);
        }
        // RFC 8422 §5.1: the client's curves are those of certificates too
        return cipherSuites.stream().anyMatch(hello.cipherSuites()::contains)
                && SCHEMES.stream().anyMatch(hello.signatures()::contains)
                && hello.groups().map(known -> known.contains(group)).orElse(true);
    }
}
