package est.outbound;

import java.util.Optional;

/**
 * An answer, read whole. It may come from a proxy: its body is whatever somebody wrote.
 *
 * @param status of HTTP
 * @param contentType the header, as it stands
 * @param authentic whether it is signed, as an answer to this very message; true also where no secret is shared
 * @param body not longer than the message allowed; taken over, not copied
 */
public record Reply(int status, Optional<String> contentType, boolean authentic, byte[] body) {

    @Override
    public String toString() {
        return "Reply[" + status + ", " + body.length + " octets]";
    }
}
