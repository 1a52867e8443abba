package est.ca;

import java.security.KeyPair;
import java.util.concurrent.CompletionStage;

/**
 * The facet of an authority that generates client keys itself, for example in a hardware module (RFC 7030 §4.4).
 * Thread-safe, non-blocking.
 *
 * @since 0.1
 */
public interface KeyGeneration {

    /**
     * Generates a key pair from an approved random source. The caller owns the private key and erases it.
     *
     * @param algorithm {@code RSA-2048}, {@code RSA-3072}, {@code RSA-4096}, {@code P-256}, {@code P-384} or {@code P-521}
     * @return a fresh pair, never twice the same. Completes exceptionally with {@link CaException}: {@code REFUSED} for
     *     an algorithm it does not offer
     */
    CompletionStage<KeyPair> generate(String algorithm);
}
