package est.ca.vault;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One thing to ask.
 *
 * @param operation its name in metrics and logs, one of a few words
 * @param method of HTTP
 * @param path below {@code /v1/}
 * @param body JSON; secrets in it go nowhere else
 * @param token whose right it is asked by; for the header and nothing else
 * @param limit the longest answer in octets that is read (T-28)
 */
record VaultCall(
        String operation, HttpMethod method, String path, Optional<Buffer> body, Optional<Secret> token, int limit) {

    /** What back-end answers are bounded by, but for lists. */
    private static final int LIMIT = 256 << 10;

    /** CRLs and lists of serials grow with the number of certificates. */
    private static final int LIST_LIMIT = 16 << 20;

    static VaultCall get(String operation, String path) {
        return new VaultCall(operation, HttpMethod.GET, path, Optional.empty(), Optional.empty(), LIMIT);
    }

    static VaultCall list(String operation, String path) {
        return new VaultCall(operation, HttpMethod.GET, path, Optional.empty(), Optional.empty(), LIST_LIMIT);
    }

    static VaultCall post(String operation, String path, JsonObject body) {
        return new VaultCall(operation, HttpMethod.POST, path, Optional.of(body.toBuffer()), Optional.empty(), LIMIT);
    }

    VaultCall by(Secret owner) {
        return new VaultCall(operation, method, path, body, Optional.of(owner), limit);
    }

    /** Without the body, which may hold a secret id. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
