package est.door;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer, before the door adds {@code Content-Length}, {@code Request-Id} and, where needed, {@code Connection}.
 *
 * @param status the HTTP status code
 * @param headers names exactly as they shall appear on the wire, in order; few and short (EST-HTTP-15)
 * @param body the body octets; empty for none
 * @param close whether the connection ends with this answer
 */
public record EstReply(int status, Map<String, String> headers, byte[] body, boolean close) {

    private static final byte[] NO_BODY = {};

    /** Copies the headers and keeps their order. The body is taken over, not copied. */
    public EstReply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer without headers or body. */
    public static EstReply empty(int status) {
        return new EstReply(status, Map.of(), NO_BODY, false);
    }

    /** The same answer with one more header. */
    public EstReply with(String name, String value) {
        Map<String, String> extended = new LinkedHashMap<>(headers);
        extended.put(name, value);
        return new EstReply(status, extended, body, close);
    }

    /** The same answer, ending the connection. */
    public EstReply closing() {
        return new EstReply(status, headers, body, true);
    }

    @Override
    public String toString() {
        return "EstReply[" + status + "]";
    }
}
