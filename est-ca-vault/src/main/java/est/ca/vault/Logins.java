package est.ca.vault;

import est.ca.vault.VaultCaSettings.Auth;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The five ways to log in, each checked for what it needs when the authority is opened. */
final class Logins {

    /** A token from a file is looked at again before this has passed: its writer renews and replaces it. */
    private static final Duration FILE_IS_TRUSTED = Duration.ofSeconds(15);

    private final String name;
    private final Auth auth;
    private final VaultClient client;

    private Logins(String name, Auth auth, VaultClient client) {
        this.name = name;
        this.auth = auth;
        this.client = client;
    }

    /**
     * The login of an authority.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if a setting the method needs is missing
     */
    static Login of(String name, Auth auth, VaultClient client) {
        Logins logins = new Logins(name, auth, client);
        return switch (auth.method()) {
            case TOKEN_FILE -> logins.tokenFile();
            case APPROLE -> logins.appRole();
            case KUBERNETES, JWT -> logins.jwt();
            case CERT -> logins.certificate();
        };
    }

    private Login tokenFile() {
        SecretFile file = new SecretFile(require(auth.tokenFile(), "token-file"), property("token-file"), true);
        return () -> read(file).map(token -> new Login.Held(token, FILE_IS_TRUSTED, false));
    }

    private Login appRole() {
        String role = require(auth.roleId(), "role-id");
        SecretFile file =
                new SecretFile(require(auth.secretIdFile(), "secret-id-file"), property("secret-id-file"), true);
        return () -> read(file)
                .compose(secret -> at(new JsonObject().put("role_id", role).put("secret_id", secret.reveal())));
    }

    private Login jwt() {
        String role = require(auth.role(), "role");
        SecretFile file = new SecretFile(auth.jwtFile(), property("jwt-file"), false);
        return () ->
                read(file).compose(jwt -> at(new JsonObject().put("role", role).put("jwt", jwt.reveal())));
    }

    /** The TLS handshake has shown the certificate; the role only narrows which entry it is compared with. */
    private Login certificate() {
        JsonObject body = new JsonObject();
        auth.role().ifPresent(role -> body.put("name", role));
        return () -> at(body);
    }

    private Future<Login.Held> at(JsonObject credentials) {
        String mount = auth.mount().orElseGet(() -> auth.method().name().toLowerCase(Locale.ROOT));
        return client.exchange(VaultCall.post("login", "auth/" + mount + "/login", credentials))
                .recover(failure -> Future.failedFuture(Outcomes.reading(failure)))
                .compose(answer -> answer.isSuccess()
                        ? Future.succeededFuture(Login.Held.of(answer))
                        : Future.failedFuture(Outcomes.reading(answer)));
    }

    private Future<Secret> read(SecretFile file) {
        return client.vertx().executeBlocking(file::read, false);
    }

    private <T> T require(Optional<T> value, String key) {
        return value.orElseThrow(() -> property(key).defective("is not set"));
    }

    private Property property(String key) {
        return Property.of(name, "auth." + key);
    }
}
