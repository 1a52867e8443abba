package est.door;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which cipher suites the door speaks (EST-TLS-03, EST-TLS-17). */
final class CipherSuites {

    /** Forward secret and authenticated encryption, all of them. */
    static final List<String> DEFAULT = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final List<String> NEVER = List.of("NULL", "ANON", "EXPORT", "DES", "3DES", "RC4", "DES40");

    private CipherSuites() {}

    /**
     * The suites to enable.
     *
     * @param configured those of the TLS configuration; empty for the default
     * @throws IllegalArgumentException if one of them is never negotiated (RFC 7030 §3.2.3, §6)
     */
    static List<String> of(Collection<String> configured) {
        for (String suite : configured) {
            Set<String> words =
                    new HashSet<>(Arrays.asList(suite.toUpperCase(Locale.ROOT).split("_", -1)));
            if (NEVER.stream().anyMatch(words::contains)) {
                throw new IllegalArgumentException("cipher suite " + suite + " is never negotiated; remove it");
            }
        }
        return configured.isEmpty() ? DEFAULT : List.copyOf(configured);
    }
}
