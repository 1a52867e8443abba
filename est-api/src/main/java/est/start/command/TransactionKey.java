package est.start.command;

import est.outbound.GuardedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/** A key shared with a DNS server (RFC 8945), in the file that tsig-keygen(8) writes. Its text shows no secret. Immutable. */
final class TransactionKey {
    private static final int MAX_OCTETS = 4 << 10;
    private static final int LEAST_KEY_OCTETS = 16;
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(?://|#).*$");
    private static final Pattern FORM = Pattern.compile(
            "\\s*key\\s+\"?(?<name>[\\w.-]+)\"?\\s*\\{\\s*algorithm\\s+\"?(?<algorithm>[\\w.-]+)\"?\\s*;"
                    + "\\s*secret\\s+\"(?<secret>[^\"]+)\"\\s*;\\s*}\\s*;\\s*");

    /** RFC 8945 §6 has MD5 and SHA-1 not recommended. */
    private static final Map<String, Name> ALGORITHMS =
            Map.of("hmac-sha256", TSIG.HMAC_SHA256, "hmac-sha384", TSIG.HMAC_SHA384, "hmac-sha512", TSIG.HMAC_SHA512);

    private final String name;
    private final TSIG signer;

    private TransactionKey(String name, TSIG signer) {
        this.name = name;
        this.signer = signer;
    }

    /**
     * Reads name, algorithm and secret. Blocks.
     *
     * @throws IllegalArgumentException naming the option and the file, but nothing of its content, if they are not there or
     *     others could read the file
     */
    static TransactionKey read(String option, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            GuardedFile.require(option, file);
            byte[] content = in.readNBytes(MAX_OCTETS);
            return parse(option + ": " + file, new String(content, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(option + ": " + file + " cannot be read", unreadable);
        }
    }

    private static TransactionKey parse(String where, String content) {
        Matcher parts = FORM.matcher(COMMENT.matcher(content).replaceAll(""));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    where
                            + " must hold one key as tsig-keygen writes it: key \"NAME\" { algorithm hmac-sha256; secret \"BASE64\"; };");
        }
        Name algorithm = ALGORITHMS.get(parts.group("algorithm"));
        if (algorithm == null) {
            throw new IllegalArgumentException(
                    where + ": the algorithm must be hmac-sha256, hmac-sha384 or hmac-sha512");
        }
        String name = parts.group("name");
        try {
            return new TransactionKey(
                    name, new TSIG(algorithm, Name.fromString(name, Name.root), secret(where, parts.group("secret"))));
        } catch (TextParseException notAName) {
            throw new IllegalArgumentException(where + ": the key's name is no DNS name", notAName);
        }
    }

    private static byte[] secret(String where, String base64) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException quotesTheSecret) {
            secret = new byte[0];
        }
        if (secret.length < LEAST_KEY_OCTETS) {
            throw new IllegalArgumentException(
                    where + ": the secret must be base64 of at least " + LEAST_KEY_OCTETS + " octets");
        }
        return secret;
    }

    /** As the server knows it. */
    String name() {
        return name;
    }

    /** What signs messages, and verifies their answers. */
    TSIG signer() {
        return signer;
    }

    @Override
    public String toString() {
        return "key " + name;
    }
}
