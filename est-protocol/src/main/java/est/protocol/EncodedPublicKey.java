package est.protocol;

import java.io.Serial;
import java.security.PublicKey;
import java.util.Arrays;

/** A SubjectPublicKeyInfo as a key of the platform's: no library has made anything of it. Immutable and thread-safe. */
final class EncodedPublicKey implements PublicKey {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final byte[] encoded;

    /**
     * A key.
     *
     * @param encoded in DER; taken over, not copied
     */
    EncodedPublicKey(String algorithm, byte[] encoded) {
        this.algorithm = algorithm;
        this.encoded = encoded;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    /** The name of the encoding that {@link java.security.Key} gives SubjectPublicKeyInfo. */
    @Override
    public String getFormat() {
        return "X.509";
    }

    @Override
    public byte[] getEncoded() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedPublicKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return algorithm;
    }
}
