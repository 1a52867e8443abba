package est.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Bodies of the RFC 7030 operations: DER under base64 (RFC 8951 §3). Receiving is liberal in the form and strict in the
 * alphabet; sending is exact. Stateless and thread-safe.
 */
public final class TransferBody {

    private static final byte SEQUENCE = 0x30;
    private static final int LINE_LENGTH = 64;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] ARMOR = ascii("-----BEGIN ");
    private static final List<byte[]> REQUEST_LABELS =
            List.of(ascii("CERTIFICATE REQUEST-----"), ascii("NEW CERTIFICATE REQUEST-----"));
    private static final byte[] ARMOR_END = ascii("-----END ");

    /** How base64 is laid out in lines. Old strongSwan needs one line, libest needs several (EST-ENC-05). */
    public enum Wrapping {
        /** Lines of 64 characters. */
        LINES_OF_64,
        /** A single line, however long. */
        ONE_LINE
    }

    private TransferBody() {}

    /**
     * The octets a received body carries. The body decides its own form, whatever its headers say (EST-ENC-07):
     *
     * <ul>
     *   <li>first octet 0x30: raw DER, returned as it is. No base64 body is mistaken for it: 0x30 is the character
     *       {@code 0}, and the base64 of any ASN.1 SEQUENCE starts with {@code M};
     *   <li>{@code -----BEGIN}: PEM armor of a certification request, with nothing behind it;
     *   <li>anything else: base64 of RFC 4648 §4. CR, LF, space and tab are skipped wherever they stand (RFC 8951
     *       §3.1), any other foreign character is refused, and padding is required.
     * </ul>
     *
     * <p>Bounding the body is the caller's part; the result is never longer than the body.
     *
     * @throws MalformedMessageException if the body is empty or in none of these forms
     */
    public static byte[] decode(byte[] body) {
        if (body.length > 0 && body[0] == SEQUENCE) {
            return body.clone();
        }
        byte[] text = withoutWhiteSpaceAround(body);
        if (startsWith(text, 0, ARMOR)) {
            return fromBase64(insideArmor(text));
        }
        return fromBase64(text);
    }

    /** The base64 of the octets, wrapped as told, line ends CRLF, with exactly one CRLF at the end (EST-ENC-05). */
    public static byte[] encode(byte[] der, Wrapping wrapping) {
        byte[] text = wrapping == Wrapping.LINES_OF_64
                ? Base64.getMimeEncoder(LINE_LENGTH, CRLF).encode(der)
                : Base64.getEncoder().encode(der);
        byte[] body = Arrays.copyOf(text, text.length + CRLF.length);
        System.arraycopy(CRLF, 0, body, text.length, CRLF.length);
        return body;
    }

    private static byte[] insideArmor(byte[] text) {
        for (byte[] label : REQUEST_LABELS) {
            if (startsWith(text, ARMOR.length, label)) {
                int from = ARMOR.length + label.length;
                int to = text.length - ARMOR_END.length - label.length;
                if (to < from || !startsWith(text, to, ARMOR_END) || !startsWith(text, to + ARMOR_END.length, label)) {
                    throw new MalformedMessageException("the PEM armor does not end as it begins");
                }
                return Arrays.copyOfRange(text, from, to);
            }
        }
        throw new MalformedMessageException("the PEM armor is not that of a certificate request");
    }

    private static byte[] fromBase64(byte[] text) {
        byte[] characters = new byte[text.length];
        int length = 0;
        for (byte character : text) {
            if (!isWhiteSpace(character)) {
                characters[length++] = character;
            }
        }
        if (length == 0) {
            throw new MalformedMessageException("the body is empty");
        }
        // Java's decoder takes unpadded input; RFC 4648 §3.2 does not.
        if (length % 4 != 0) {
            throw new MalformedMessageException("the body is not base64: characters or padding are missing");
        }
        try {
            return Base64.getDecoder().decode(length == text.length ? text : Arrays.copyOf(characters, length));
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedMessageException("the body is neither base64 (RFC 4648 section 4), PEM nor DER");
        }
    }

    private static byte[] withoutWhiteSpaceAround(byte[] body) {
        int from = 0;
        int to = body.length;
        while (from < to && isWhiteSpace(body[from])) {
            from++;
        }
        while (to > from && isWhiteSpace(body[to - 1])) {
            to--;
        }
        return from == 0 && to == body.length ? body : Arrays.copyOfRange(body, from, to);
    }

    private static boolean isWhiteSpace(byte character) {
        return character == '\r' || character == '\n' || character == ' ' || character == '\t';
    }

    private static boolean startsWith(byte[] text, int at, byte[] prefix) {
        return text.length - at >= prefix.length
                && Arrays.equals(text, at, at + prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
