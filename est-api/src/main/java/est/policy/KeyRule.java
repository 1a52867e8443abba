package est.policy;

import static est.policy.PolicyRefusal.Reason.KEY_NOT_ALLOWED;
import static est.policy.PolicyRefusal.Reason.SIGNATURE_NOT_ALLOWED;

import est.protocol.CertificationRequest;
import est.protocol.SignatureAlgorithm;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which keys may be certified (EST-ENR-05, T-17).
 *
 * @param kinds allowed kinds by name, for example {@code P-256}
 * @param signatures allowed signatures of requests
 * @param shared whether a key may be certified that was certified for another holder
 */
public record KeyRule(Set<String> kinds, Set<SignatureAlgorithm> signatures, boolean shared) {

    /** What the TLS engine can verify a client certificate with; others come with an engine choice per label. */
    private static final Set<String> KINDS = Set.of("RSA-2048", "RSA-3072", "RSA-4096", "P-256", "P-384");

    private static final String RSA = "RSA";
    private static final String ECDSA = "ECDSA";

    /** Copies the sets. */
    public KeyRule {
        kinds = Set.copyOf(kinds);
        signatures = Set.copyOf(signatures);
    }

    static KeyRule of(ProfileSettings.Key settings, ProfileProperty property) {
        if (!KINDS.containsAll(settings.keys()) || settings.keys().isEmpty()) {
            throw property.of("keys").wrong("allowed are RSA-2048, RSA-3072, RSA-4096, P-256, P-384");
        }
        Set<SignatureAlgorithm> signatures = settings.signatureAlgorithms().stream()
                .map(name -> signature(name, property))
                .collect(Collectors.toUnmodifiableSet());
        for (String kind : settings.keys()) {
            String family = kind.startsWith(RSA) ? RSA : ECDSA;
            if (signatures.stream().noneMatch(signature -> signature.jcaName().contains(family))) {
                throw property.of("signature-algorithms")
                        .wrong("none of them can be made with the allowed key " + kind);
            }
        }
        return new KeyRule(settings.keys(), signatures, settings.keyReuse() == ProfileSettings.KeyReuse.ANY);
    }

    private static SignatureAlgorithm signature(String name, ProfileProperty property) {
        SignatureAlgorithm signature = Arrays.stream(SignatureAlgorithm.values())
                .filter(known -> known.jcaName().equals(name))
                .findFirst()
                .orElseThrow(() -> property.of("signature-algorithms").wrong("unknown signature algorithm " + name));
        if (signature.isWeak()) {
            throw property.of("signature-algorithms").wrong(name + " is broken and proves nothing");
        }
        return signature;
    }

    /** Demands a key of the profile; whether the client has it need not be known yet. */
    void requireAllowedKey(CertificationRequest request) {
        String kind = request.publicKey().name();
        if (!kinds.contains(kind)) {
            throw new PolicyRefusal(KEY_NOT_ALLOWED, "the profile does not allow keys of kind " + kind);
        }
    }

    /** Demands a key and a signature of the profile; that the signature holds was proven before. */
    void requireAllowed(CertificationRequest request) {
        requireAllowedKey(request);
        if (!signatures.contains(request.signatureAlgorithm())) {
            throw new PolicyRefusal(
                    SIGNATURE_NOT_ALLOWED,
                    "the profile does not allow requests signed with "
                            + request.signatureAlgorithm().jcaName());
        }
    }
}
