package est.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A one-time enrollment secret: 128 random bits, so that SHA-256 is enough to keep and find it by (T-10). Immutable.
 */
public final class OneTimeSecret {
    private static final int OCTETS = 16;

    private final String text;

    private OneTimeSecret(String text) {
        this.text = text;
    }

    /** Draws a secret. */
    public static OneTimeSecret draw(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new OneTimeSecret(HexFormat.of().formatHex(octets));
    }

    /** What a client presented. */
    public static OneTimeSecret presented(String text) {
        return new OneTimeSecret(text);
    }

    /** What the record finds it by: SHA-256 of its text. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The secret itself, 32 hexadecimal digits if drawn here; for the one who is to have it, and nobody else. */
    public String reveal() {
        return text;
    }

    /** Without the secret (I-10). */
    @Override
    public String toString() {
        return "OneTimeSecret[…]";
    }
}
