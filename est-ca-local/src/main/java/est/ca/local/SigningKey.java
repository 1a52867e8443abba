package est.ca.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * The CA's private key in the hands of one explicitly named provider. Thread-safe: every signature has its own
 * {@link Signature}.
 */
final class SigningKey {

    private final PrivateKey key;
    private final SignatureScheme scheme;
    private final Provider provider;

    private SigningKey(PrivateKey key, SignatureScheme scheme, Provider provider) {
        this.key = key;
        this.scheme = scheme;
        this.provider = provider;
    }

    /**
     * Moves a key into a provider, so that no signature translates it again.
     *
     * @throws GeneralSecurityException if the provider does not accept the key
     */
    static SigningKey of(PrivateKey key, SignatureScheme scheme, Provider provider) throws GeneralSecurityException {
        PrivateKey translated = KeyFactory.getInstance(scheme.keyAlgorithm(), provider)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        return new SigningKey(translated, scheme, provider);
    }

    /** The signature over the octets. */
    byte[] sign(byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme.jcaName(), provider);
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    /** Whether signatures of this key verify with a public key; one signature as a probe. */
    boolean fits(PublicKey publicKey) throws GeneralSecurityException {
        byte[] probe = "does this key fit its certificate?".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(scheme.jcaName(), provider);
        signature.initVerify(KeyFactory.getInstance(scheme.keyAlgorithm(), provider)
                .generatePublic(new X509EncodedKeySpec(publicKey.getEncoded())));
        signature.update(probe);
        return signature.verify(sign(probe));
    }

    /** How it signs. */
    SignatureScheme scheme() {
        return scheme;
    }

    @Override
    public String toString() {
        return "SigningKey[" + scheme + " in " + provider.getName() + "]";
    }
}
