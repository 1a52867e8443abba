package est.benchmark;

import java.util.Map;

/**
 * An answer of the door.
 *
 * @param status of HTTP
 * @param headers their names in lower case
 * @param body as far as it came
 * @param complete whether it came whole
 */
public record Answer(int status, Map<String, String> headers, byte[] body, boolean complete) {

    /** Whether the server ends the connection after it. */
    public boolean closes() {
        return "close".equalsIgnoreCase(headers.get("connection"));
    }
}
