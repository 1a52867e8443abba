package est.ca.vault;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A Vault on loopback: real TLS, real logins, a PKI engine that signs. Whatever a real one does badly is scripted, operation
 * by operation. Thread-safe.
 */
public final class LoopbackVault implements AutoCloseable {

    /** The only role, and who may log in as. */
    public static final String ROLE = "device";

    /** The role id of the AppRole. */
    public static final String ROLE_ID = "7d5f0d0a-role";

    static final String JWT = "eyJhbGciOiJSUzI1NiJ9.canary.jwt";

    /** One for all: event loops are slow to start. */
    private static final Vertx VERTX = Vertx.vertx();

    private final LoopbackTls tls;
    private final PemKeyCertOptions identity;
    private final Map<String, Deque<Consumer<HttpServerRequest>>> scripts = new ConcurrentHashMap<>();
    private final Map<String, Consumer<HttpServerRequest>> standing = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<JsonObject> signed = new CopyOnWriteArrayList<>();
    private final LoopbackEngine engine = new LoopbackEngine();
    private volatile HttpServer server;
    private volatile int port;
    private volatile boolean sealed;

    /** The secret id that opens the AppRole. */
    volatile String secretId = "canary-secret-id-1";

    /** Seconds that tokens last. */
    volatile int lease = 3600;

    /** Whether tokens can be renewed. */
    volatile boolean renewable;

    private LoopbackVault(LoopbackTls tls, PemKeyCertOptions identity) {
        this.tls = tls;
        this.identity = identity;
        this.server = listen(0);
        this.port = server.actualPort();
    }

    /** One that is unsealed. */
    public static LoopbackVault start() {
        LoopbackTls tls = new LoopbackTls();
        return new LoopbackVault(tls, tls.server());
    }

    static LoopbackVault start(LoopbackTls tls, PemKeyCertOptions identity) {
        return new LoopbackVault(tls, identity);
    }

    private HttpServer listen(int at) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(at)
                .setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(tls.trust())
                .setKeyCertOptions(identity);
        try {
            return VERTX.createHttpServer(options)
                    .requestHandler(this::answer)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** The secret id that opens the AppRole. */
    public String secretId() {
        return secretId;
    }

    /** How many certificates were signed. */
    public int signatures() {
        return engine.issued().size();
    }

    /** What clients trust. */
    public LoopbackTls tls() {
        return tls;
    }

    LoopbackEngine engine() {
        return engine;
    }

    /** The next requests for this operation are answered so, one each. */
    void next(String operation, Consumer<HttpServerRequest> answer) {
        scripts.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(answer);
    }

    /** All requests for this operation are answered so, until it behaves. */
    void always(String operation, Consumer<HttpServerRequest> answer) {
        standing.put(operation, answer);
    }

    /** All requests for this operation are answered with this status and error. */
    void always(String operation, int status, String error) {
        always(operation, request -> respond(request, status, error(error)));
    }

    /** Ends what was scripted. */
    void behave() {
        scripts.clear();
        standing.clear();
        sealed = false;
    }

    /** Everything but health is refused. */
    public void seal() {
        sealed = true;
    }

    /** The role drops the last alternative name, or no longer does. */
    public void dropsNames(boolean drops) {
        engine.signer().dropsNames = drops;
    }

    /** Serves again. */
    public void unseal() {
        sealed = false;
    }

    /** No token is good any more. */
    void revokeTokens() {
        tokens.clear();
    }

    /** A token that is good. */
    String newToken() {
        String token = "hvs.canary-" + UUID.randomUUID();
        tokens.add(token);
        return token;
    }

    /** How many requests an operation got. */
    long count(String operation) {
        return asked.stream().filter(operation::equals).count();
    }

    /** What was posted to be signed, in order. */
    List<JsonObject> posted() {
        return signed;
    }

    /** Nobody listens. */
    public void stop() {
        await(server.close().toCompletionStage().toCompletableFuture());
    }

    /** Listens again, at the same port. */
    public void resume() {
        server = listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    private static void await(CompletableFuture<?> done) {
        try {
            done.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpServerRequest request) {
        String operation = operation(request.path());
        asked.add(operation);
        Consumer<HttpServerRequest> script = script(operation);
        if (script != null) {
            script.accept(request);
            return;
        }
        if (sealed) {
            respond(request, 503, error("Vault is sealed"));
            return;
        }
        request.body().onSuccess(body -> serve(request, operation, body));
    }

    private Consumer<HttpServerRequest> script(String operation) {
        Deque<Consumer<HttpServerRequest>> once = scripts.get(operation);
        synchronized (this) {
            return once != null && !once.isEmpty() ? once.remove() : standing.get(operation);
        }
    }

    private static String operation(String path) {
        String below = path.replaceFirst("^/v1/", "").replaceFirst("^pki/(issuer/[^/]+/(?=cel|sign))?", "");
        return List.of("cel/sign", "sign-verbatim", "sign", "issuers", "revoke", "certs", "cert", "ocsp").stream()
                .filter(word -> below.equals(word) || below.startsWith(word + "/"))
                .findFirst()
                .orElseGet(() -> below.contains("/crl/")
                        ? "crl"
                        : below.startsWith("issuer/")
                                ? "issuer"
                                : below.startsWith("auth/token")
                                        ? "renew"
                                        : below.startsWith("auth/")
                                                ? "login"
                                                : below.startsWith("sys/health") ? "health" : "none");
    }

    private void serve(HttpServerRequest request, String operation, Buffer body) {
        switch (operation) {
            case "health" -> respond(request, 200, new JsonObject().put("sealed", false));
            case "login" -> login(request, body.toJsonObject());
            case "issuers", "issuer", "crl", "cert" -> engine.read(request, operation);
            case "sign", "sign-verbatim", "cel/sign", "revoke", "certs", "renew" -> {
                if (!tokens.contains(String.valueOf(request.getHeader("X-Vault-Token")))) {
                    respond(request, 403, error("permission denied"));
                } else if (operation.equals("renew")) {
                    respond(request, 200, auth(request.getHeader("X-Vault-Token")));
                } else {
                    JsonObject posted = body.length() == 0 ? new JsonObject() : body.toJsonObject();
                    if (operation.contains("sign")) {
                        signed.add(posted);
                    }
                    engine.write(request, operation, posted);
                }
            }
            default -> respond(request, 404, error("no handler for route " + request.path()));
        }
    }

    private void login(HttpServerRequest request, JsonObject posted) {
        String method = request.path().replaceFirst("^/v1/auth/", "").replaceFirst("/login$", "");
        boolean known =
                switch (method) {
                    case "approle" ->
                        ROLE_ID.equals(posted.getString("role_id")) && secretId.equals(posted.getString("secret_id"));
                    case "kubernetes", "jwt" ->
                        ROLE.equals(posted.getString("role")) && JWT.equals(posted.getString("jwt"));
                    case "cert" -> hasCertificate(request);
                    default -> false;
                };
        if (known) {
            respond(request, 200, auth(newToken()));
        } else {
            respond(request, 400, error("invalid role or secret ID"));
        }
    }

    private static boolean hasCertificate(HttpServerRequest request) {
        try {
            return !request.connection().peerCertificates().isEmpty();
        } catch (SSLPeerUnverifiedException none) {
            return false;
        }
    }

    private JsonObject auth(String token) {
        return new JsonObject()
                .put("request_id", UUID.randomUUID().toString())
                .putNull("data")
                .put(
                        "auth",
                        new JsonObject()
                                .put("client_token", token)
                                .put("lease_duration", lease)
                                .put("renewable", renewable));
    }

    static JsonObject error(String text) {
        return new JsonObject().put("errors", new JsonArray().add(text));
    }

    static void respond(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
