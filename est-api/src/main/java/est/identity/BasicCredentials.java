package est.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The user name and password of a Basic header (RFC 7617). The user name may be empty (RFC 7030 §3.2.3).
 *
 * @param userName in Unicode normal form C, exact case: the canonical account key (T-9)
 * @param password in Unicode normal form C; secret
 */
record BasicCredentials(String userName, String password) {

    private static final String SCHEME = "basic ";
    private static final int MAX_LENGTH = 1_024;

    /** Decodes a header value; empty for every malformed one, whatever the fault. */
    static Optional<BasicCredentials> decode(String header) {
        if (header.length() > MAX_LENGTH || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            byte[] octets =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).trim());
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            return split(pair);
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<BasicCredentials> split(String pair) {
        int colon = pair.indexOf(':');
        if (colon < 0 || pair.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(pair, Normalizer.Form.NFC);
        int separator = normal.indexOf(':');
        return Optional.of(new BasicCredentials(normal.substring(0, separator), normal.substring(separator + 1)));
    }

    @Override
    public String toString() {
        return "BasicCredentials[…]";
    }
}
