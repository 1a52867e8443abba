package est.door;

import java.util.List;
import java.util.Optional;

/**
 * One bounded, fully read request.
 *
 * @param reference our correlation id, never the client's; goes out as {@code Request-Id}
 * @param method as sent, for example {@code POST}
 * @param path the raw request target up to the query, undecoded: authorization compares bytes (T-4)
 * @param contentType the first {@code Content-Type} value as sent
 * @param authorization every {@code Authorization} value as sent; secret, never logged
 * @param userAgent the first {@code User-Agent} value
 * @param body the body octets, at most the door's limit
 * @param connection the TLS connection
 */
public record EstRequest(
        String reference,
        String method,
        String path,
        Optional<String> contentType,
        List<String> authorization,
        Optional<String> userAgent,
        byte[] body,
        ClientConnection connection) {

    /** Never shows header values or the body (I-10). */
    @Override
    public String toString() {
        return "EstRequest[" + reference + "]";
    }
}
