package est.ca.vault;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SSLOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * HTTP with one Vault: bounded in connections, time and octets. Thread-safe; nothing blocks. An exchange runs on the
 * caller's Vert.x context, or on one made for the caller.
 */
final class VaultClient implements AutoCloseable {

    private static final int WAITING_PER_CONNECTION = 4;

    /** Below the idle time-out of every server and proxy we know, so that a pooled connection is a living one. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Vertx vertx;
    private final HttpClient http;
    private final Addresses addresses;
    private final Optional<String> namespace;
    private final Duration timeout;
    private final VaultMeters meters;

    VaultClient(
            Vertx vertx,
            HttpClientOptions tls,
            VaultCaSettings.Vault settings,
            Addresses addresses,
            VaultMeters meters) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(bounded(tls, settings));
        this.addresses = addresses;
        this.namespace = settings.namespace();
        this.timeout = settings.timeout();
        this.meters = meters;
    }

    private static HttpClientOptions bounded(HttpClientOptions tls, VaultCaSettings.Vault settings) {
        return new HttpClientOptions(tls)
                .setVerifyHost(true)
                .setTrustAll(false)
                .setProtocolVersion(settings.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setUseAlpn(settings.http2())
                .setMaxPoolSize(settings.poolSize())
                .setHttp2MaxPoolSize(Math.max(1, settings.poolSize() / 10))
                .setMaxWaitQueueSize(settings.poolSize() * WAITING_PER_CONNECTION)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setDecompressionSupported(false);
    }

    /**
     * Asks.
     *
     * @return the answer, whatever its status. Fails with {@link NoAnswer} and nothing else
     */
    Future<VaultAnswer> exchange(VaultCall call) {
        long start = System.nanoTime();
        Promise<VaultAnswer> answer = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> new Exchange(this, call, answer).begin());
        return answer.future()
                .onComplete(outcome -> meters.answered(call.operation(), outcome, System.nanoTime() - start));
    }

    /** Takes a renewed client certificate or trust for the connections to come; fails if it is unusable. */
    Future<Boolean> renewTls(SSLOptions options) {
        return http.updateSSLOptions(options);
    }

    Vertx vertx() {
        return vertx;
    }

    HttpClient http() {
        return http;
    }

    Addresses addresses() {
        return addresses;
    }

    Duration timeout() {
        return timeout;
    }

    RequestOptions options(VaultCall call, Addresses.Address address) {
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setSsl(address.tls())
                .setHost(address.host())
                .setPort(address.port())
                .setURI("/v1/" + call.path())
                .setFollowRedirects(false)
                .putHeader("X-Vault-Request", "true");
        namespace
                .filter(name -> !call.path().startsWith("sys/"))
                .ifPresent(name -> options.putHeader("X-Vault-Namespace", name));
        call.token().ifPresent(token -> options.putHeader("X-Vault-Token", token.reveal()));
        call.body().ifPresent(body -> options.putHeader("Content-Type", "application/json"));
        return options;
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "VaultClient" + addresses;
    }
}
