package est.ca.vault;

import est.ca.CaException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** How the server obtains a token. Thread-safe; nothing blocks. */
@FunctionalInterface
interface Login {

    /**
     * A token and how long it lasts.
     *
     * @param token for the header
     * @param lease zero if it does not expire
     * @param renewable whether it can be renewed; batch tokens cannot
     */
    record Held(Secret token, Duration lease, boolean renewable) {

        /** The token in the answer to a login or a renewal. */
        static Held of(VaultAnswer answer) {
            JsonObject auth = answer.auth();
            if (!(auth.getValue("client_token") instanceof String token) || token.isEmpty()) {
                throw CaException.defective("the login at the certification authority brought no token", null);
            }
            Number lease = auth.getValue("lease_duration") instanceof Number seconds ? seconds : 0;
            return new Held(
                    new Secret(token),
                    Duration.ofSeconds(Math.max(0, lease.longValue())),
                    Boolean.TRUE.equals(auth.getValue("renewable")));
        }
    }

    /**
     * Logs in.
     *
     * @return fails with {@link CaException}: {@code DEFECTIVE} for bad credentials, else {@code UNAVAILABLE}
     */
    Future<Held> logIn();
}
