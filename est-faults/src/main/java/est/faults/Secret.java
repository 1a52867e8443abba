package est.faults;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A one-time secret.
 *
 * @param id of its row
 * @param text the secret itself
 */
record Secret(UUID id, String text) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret draw() {
        byte[] octets = new byte[16];
        RANDOM.nextBytes(octets);
        return new Secret(UUID.randomUUID(), HexFormat.of().formatHex(octets));
    }

    /** What the server finds it by. */
    byte[] lookup() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    /** The header line that shows it. */
    String header() {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((":" + text).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    @Override
    public String toString() {
        return "Secret[" + id + "]";
    }
}
