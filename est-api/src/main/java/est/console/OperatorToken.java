package est.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an operator shows to the console: 256 random bits, so that SHA-256 is enough to keep and find it by. Immutable. */
public final class OperatorToken {
    private static final int OCTETS = 32;

    /** The prefix lets scanners of source code and logs find tokens that went astray. */
    private static final String PREFIX = "estop_";

    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{" + 2 * OCTETS + "}");

    private final String text;

    private OperatorToken(String text) {
        this.text = text;
    }

    /** Draws a token. */
    public static OperatorToken draw(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new OperatorToken(PREFIX + HexFormat.of().formatHex(octets));
    }

    /** What a client presented; empty if it cannot be a token, so that nobody need look it up. */
    static Optional<OperatorToken> presented(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new OperatorToken(text)) : Optional.empty();
    }

    /** What the record finds it by. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The token itself; for the one who is to have it, and nobody else. */
    public String reveal() {
        return text;
    }

    /** Without the token (I-10). */
    @Override
    public String toString() {
        return "OperatorToken[…]";
    }
}
