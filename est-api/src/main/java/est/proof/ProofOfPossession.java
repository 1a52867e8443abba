package est.proof;

import static est.proof.ProofFailure.Reason.CHANNEL_BINDING;
import static est.proof.ProofFailure.Reason.CHANNEL_BINDING_MISSING;
import static est.proof.ProofFailure.Reason.SIGNATURE;
import static est.proof.ProofFailure.Reason.SIGNATURE_ALGORITHM;

import est.protocol.CertificationRequest;
import est.protocol.SignatureAlgorithm;
import est.protocol.SubjectPublicKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifies that the client holds the key it asks to certify and, where the request says so, that it asked over this very
 * TLS session. Thread-safe, pure.
 */
public final class ProofOfPossession {

    private final Provider signatures;

    /** Verifies with the given provider, whatever the order of the platform's providers. */
    public ProofOfPossession(Provider signatures) {
        this.signatures = signatures;
    }

    /**
     * Verifies the request. Cheap checks first, the signature last (T-21).
     *
     * @param request the decoded request
     * @param session the binding of the TLS session, empty if the session offers none; asked only if the request claims one
     * @param mode whether the request must be bound
     * @return the proven key
     * @throws ProofFailure if the signature or a present binding does not hold, or a required one is missing
     */
    public ProvenKey verify(
            CertificationRequest request, Supplier<Optional<ChannelBinding>> session, ChannelBindingMode mode) {
        requireFittingAlgorithm(request);
        boolean bound = requireMatchingBinding(request.challengePassword(), session);
        requireBinding(mode, bound);
        return new ProvenKey(requireSignature(request), bound);
    }

    /** RFC 7030 §4.2.1 wants a signature by the key itself; SHA-1 and MD5 prove nothing any more. */
    private static void requireFittingAlgorithm(CertificationRequest request) {
        SignatureAlgorithm algorithm = request.signatureAlgorithm();
        if (algorithm.isWeak()) {
            throw new ProofFailure(
                    SIGNATURE_ALGORITHM, "the request is signed with a weak hash: use SHA-256 or better");
        }
        if (!algorithm.fits(request.publicKey())) {
            throw new ProofFailure(SIGNATURE_ALGORITHM, "the signature algorithm does not fit the public key");
        }
    }

    /** RFC 7030 §3.5: a challengePassword that is present is always verified, also where none is required. */
    private static boolean requireMatchingBinding(
            Optional<String> challenge, Supplier<Optional<ChannelBinding>> session) {
        if (challenge.isEmpty()) {
            return false;
        }
        byte[] claimed = decode(challenge.get());
        boolean matches = session.get()
                .map(binding -> MessageDigest.isEqual(binding.value(), claimed))
                .orElse(false);
        if (!matches) {
            throw new ProofFailure(
                    CHANNEL_BINDING,
                    "linking of identity and possession failed: challengePassword is not the channel binding of this session");
        }
        return true;
    }

    private static void requireBinding(ChannelBindingMode mode, boolean bound) {
        if (mode == ChannelBindingMode.REQUIRED && !bound) {
            throw new ProofFailure(
                    CHANNEL_BINDING_MISSING,
                    "linking of identity and possession is required: put the channel binding of this session into challengePassword");
        }
    }

    private static byte[] decode(String challenge) {
        try {
            return Base64.getDecoder().decode(challenge.strip());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private PublicKey requireSignature(CertificationRequest request) {
        try {
            if (verifies(request)) {
                return request.publicKey().asPublicKey();
            }
        } catch (GeneralSecurityException | RuntimeException unverifiable) {
            // a key or signature that the provider cannot even read proves nothing either
        }
        throw new ProofFailure(SIGNATURE, "the signature of the request does not verify with its public key");
    }

    private boolean verifies(CertificationRequest request) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(request.signatureAlgorithm().jcaName(), signatures);
        if (request.signatureAlgorithm().parameters().isPresent()) {
            signature.setParameter(request.signatureAlgorithm().parameters().get());
        }
        begin(signature, request.publicKey());
        signature.update(request.signedPart());
        return signature.verify(request.signature());
    }

    /** An object made of the key first would cost Conscrypt a third of the verification (parameters and point, for Java). */
    private void begin(Signature signature, SubjectPublicKey key) throws InvalidKeyException {
        try {
            signature.initVerify(key.asPublicKey());
        } catch (InvalidKeyException wantsItsOwn) {
            signature.initVerify(key.toPublicKey(signatures));
        }
    }
}
