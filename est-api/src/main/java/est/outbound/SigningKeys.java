package est.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets shared with one party: HMAC-SHA-256 in the form of the Standard Webhooks specification, {@code v1,base64}. Every
 * key signs, so that the party may change over when it likes; an answer is authentic by any of them. Thread-safe; never printed.
 */
public final class SigningKeys {

    private static final String VERSION = "v1,";
    private static final String ENCODED = "whsec_";
    private static final int MAX_OCTETS = 4 << 10;
    private static final int MAX_KEYS = 4;
    private static final int LEAST_KEY_OCTETS = 24;

    private final List<byte[]> keys;

    private SigningKeys(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * Reads the secrets of a file. Blocks.
     *
     * @throws IllegalArgumentException naming the property, if there is none, one is short, or others could read the file
     */
    public static SigningKeys read(String property, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            GuardedFile.require(property, file);
            byte[] content = in.readNBytes(MAX_OCTETS + 1);
            List<String> lines = new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (content.length > MAX_OCTETS || lines.isEmpty() || lines.size() > MAX_KEYS) {
                throw new IllegalArgumentException(
                        property + ": " + file + " must hold one to " + MAX_KEYS + " secrets, one a line");
            }
            return new SigningKeys(
                    lines.stream().map(line -> key(property, line)).toList());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(property + ": " + file + " cannot be read", unreadable);
        }
    }

    private static byte[] key(String property, String line) {
        byte[] key;
        try {
            key = line.startsWith(ENCODED)
                    ? Base64.getDecoder().decode(line.substring(ENCODED.length()))
                    : line.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException quotesTheSecret) {
            key = new byte[0];
        }
        if (key.length < LEAST_KEY_OCTETS) {
            throw new IllegalArgumentException(property + ": a secret has at least " + LEAST_KEY_OCTETS
                    + " octets; behind " + ENCODED + " stands base64");
        }
        return key;
    }

    /** The signatures of a message, separated by spaces: over its id, its time and its body, with dots between them. */
    String sign(String id, long epochSecond, byte[] body) {
        byte[] signed = joined(id + "." + epochSecond + ".", body);
        return keys.stream()
                .map(key -> VERSION + Base64.getEncoder().encodeToString(hmac(key, signed)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether an answer is signed, as the answer to the message of this id: no other answer can be put in its place, nor the
     * message's own signature be sent back.
     */
    boolean isAnswer(String id, byte[] body, Optional<String> signatures) {
        byte[] signed = joined("answer." + id + ".", body);
        List<byte[]> expected = keys.stream().map(key -> hmac(key, signed)).toList();
        return Arrays.stream(signatures.orElse("").split(" ", MAX_KEYS + 1))
                .filter(each -> each.startsWith(VERSION))
                .flatMap(each -> decoded(each.substring(VERSION.length())).stream())
                .anyMatch(given -> expected.stream().anyMatch(right -> MessageDigest.isEqual(right, given)));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] joined(String head, byte[] body) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(head.length() + body.length);
        joined.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        joined.writeBytes(body);
        return joined.toByteArray();
    }

    private static byte[] hmac(byte[] key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
