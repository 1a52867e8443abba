package est.outbound;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SSLOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Posts to one party. Thread-safe; nothing blocks. An exchange runs, and answers, on the caller's Vert.x context. */
public final class OutboundClient implements AutoCloseable {

    /** Below the idle time-out of every server and proxy we know, so that a pooled connection is a living one. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Vertx vertx;
    private final Clock clock;
    private final HttpClient http;
    private final Endpoint endpoint;
    private final Duration timeout;
    private final Optional<SigningKeys> keys;
    private final Consumer<OutboundClient> onClose;

    OutboundClient(
            Vertx vertx,
            Clock clock,
            HttpClientOptions tls,
            Endpoint endpoint,
            OutboundSettings settings,
            int connections,
            Optional<SigningKeys> keys,
            Consumer<OutboundClient> onClose) {
        this.vertx = vertx;
        this.clock = clock;
        this.endpoint = endpoint;
        this.timeout = settings.timeout();
        this.keys = keys;
        this.onClose = onClose;
        this.http = vertx.createHttpClient(new HttpClientOptions(tls)
                .setVerifyHost(true)
                .setTrustAll(false)
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(connections)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setDecompressionSupported(false));
    }

    /**
     * Posts a message, signed where a secret is shared. Never tries again, never goes elsewhere.
     *
     * @return the answer, whatever its status. Fails with {@link NoReply} and nothing else
     */
    public Uni<Reply> post(Message message) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = vertx.getOrCreateContext();
            Exchange exchange = new Exchange(this, message, emitter);
            emitter.onTermination(() -> context.runOnContext(left -> exchange.leave()));
            context.runOnContext(go -> exchange.begin());
        });
    }

    /** Takes a renewed client certificate or trust for the connections to come; fails if it is unusable. */
    Future<Boolean> renewTls(SSLOptions options) {
        return http.updateSSLOptions(options);
    }

    Future<HttpClientRequest> request(Message message) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(endpoint.tls())
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setURI(endpoint.target())
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json")
                .putHeader("User-Agent", "est");
        long now = clock.instant().getEpochSecond();
        options.putHeader("Webhook-Id", message.id()).putHeader("Webhook-Timestamp", Long.toString(now));
        keys.ifPresent(
                signing -> options.putHeader("Webhook-Signature", signing.sign(message.id(), now, message.body())));
        try {
            return http.request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    boolean isAuthentic(Message message, byte[] body, Optional<String> signatures) {
        return keys.map(signing -> signing.isAnswer(message.id(), body, signatures))
                .orElse(true);
    }

    Vertx vertx() {
        return vertx;
    }

    Duration timeout() {
        return timeout;
    }

    @Override
    public void close() {
        onClose.accept(this);
        http.close();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
