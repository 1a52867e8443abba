package est.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * How a client comes to the door.
 *
 * @param agent the name it gives itself
 * @param accept what it says it understands
 * @param body how it writes a request
 * @param enrollments how often it enrolls over one connection
 */
record Manner(String agent, String accept, Base64.Encoder body, int enrollments) {

    /** All are seen in the field. */
    static final List<Manner> ALL = List.of(
            // curl, by hand: the body is one long line
            new Manner("curl/8.5.0", "*/*", Base64.getEncoder(), 1),
            // a script: lines as openssl writes them
            new Manner("Wget/1.21.3", "*/*", Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)), 1),
            // a gateway for others, that keeps its connection
            new Manner("Java", "application/pkcs7-mime", Base64.getMimeEncoder(), 10));
}
