package est.door;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The TLS listener devices come to. Opens when told, once; closes by letting requests in flight finish; shows another
 * certificate to new connections when told. Thread-safe.
 */
public final class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);

    private final Vertx vertx;
    private final DoorSettings settings;
    private final TlsEngine tls;
    private final TlsInForce inForce;
    private final ServerIdentity identity;
    private final References references = References.random();
    private final Refusals refusals;
    private final Traffic traffic;
    private final AtomicBoolean opened = new AtomicBoolean();
    private final AtomicReference<String> deployment = new AtomicReference<>();
    private volatile int port;

    /**
     * What the server shows to clients.
     *
     * @param keys its key and certificate chain, or two: for ECDSA, and for RSA for clients that know no ECDSA
     * @param cipherSuites the suites to speak; empty for the door's own choice
     */
    public record ServerIdentity(KeyCertOptions keys, List<String> cipherSuites) {

        /**
         * Copies the suites.
         *
         * @throws IllegalArgumentException if a suite is among those never negotiated (EST-TLS-03)
         */
        public ServerIdentity {
            cipherSuites = CipherSuites.of(cipherSuites);
        }

        @Override
        public String toString() {
            return "ServerIdentity";
        }
    }

    /** A closed door. */
    public Door(Vertx vertx, DoorSettings settings, ServerIdentity identity, MeterRegistry meters) {
        this.vertx = vertx;
        this.settings = settings;
        this.identity = identity;
        this.tls = TlsEngine.choose(settings.engine());
        this.inForce = new TlsInForce(tls, settings);
        this.refusals = new Refusals(references, meters);
        this.traffic = new Traffic(
                settings.connections(),
                settings.connectionsPerAddress(),
                settings.requests(),
                Descriptors.ofTheProcess(settings.connections(), tls.descriptors()));
        register(meters);
    }

    private void register(MeterRegistry meters) {
        Gauge.builder("est.tls.engine.info", () -> 1)
                .description("The TLS engine behind the door")
                .tag("engine", tls.name())
                .register(meters);
        Gauge.builder("est.door.connections", traffic, Traffic::connections)
                .description("Open connections, those in the handshake included")
                .register(meters);
        Gauge.builder("est.door.requests", traffic, Traffic::requests)
                .description("Requests in flight")
                .register(meters);
    }

    /** The engine in use: its name, and which channel bindings a label may require. */
    public TlsEngine tls() {
        return tls;
    }

    /** The port it listens on, or 0 while closed. */
    public int port() {
        return port;
    }

    /** Whether it listens and is not about to close: what readiness says to load balancers. */
    public boolean isServing() {
        return port != 0 && !traffic.draining();
    }

    /**
     * Starts to listen.
     *
     * @param handler answers the requests
     * @return completes when connections are accepted; fails if the port is taken or the certificate unusable
     * @throws IllegalStateException if it was opened before
     */
    public Uni<Void> open(EstHandler handler) {
        return Uni.createFrom().completionStage(() -> listen(handler).toCompletionStage());
    }

    private Future<Void> listen(EstHandler handler) {
        if (!opened.compareAndSet(false, true)) {
            throw new IllegalStateException("the door was opened before");
        }
        LOG.infof("TLS engine: %s", tls.name());
        show(identity);
        Supplier<Verticle> loops = () -> new EventLoopServer(
                settings, identity, inForce, tls, traffic, refusals, references, handler, this::listensOn);
        int count = settings.eventLoops().orElse(Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(loops, new DeploymentOptions().setInstances(count))
                .onSuccess(deployment::set)
                .mapEmpty();
    }

    /**
     * Shows other keys and certificates to connections that begin from now on; those that exist keep theirs. Neither loses
     * the request for a client certificate (T-3). Blocks for a handshake with itself.
     *
     * @throws IllegalArgumentException naming the property, if no client could shake hands with them; then nothing changes
     */
    public void show(ServerIdentity next) {
        try {
            inForce.replace(ServerKeys.of(next.keys(), vertx), next.cipherSuites());
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(
                    "quarkus.tls." + settings.tlsConfigurationName() + ".key-store: " + unusable.getMessage(),
                    unusable);
        }
    }

    /** The certificates that connections which begin now are shown: one, or one for ECDSA and one for RSA. */
    public List<X509Certificate> certificates() {
        return inForce.keys().certificates();
    }

    /** Tells these keys and certificates from all others, as {@link DoorCertificate#read} does. */
    public String fingerprint() {
        return inForce.keys().fingerprint();
    }

    private void listensOn(int actualPort) {
        port = actualPort;
    }

    /**
     * Closes politely: goes on serving, but every answer ends its connection, for {@code est.door.drain-delay} at least, and
     * then until no request is in flight or {@code est.door.drain-timeout} has passed. Vert.x alone would cut running requests.
     *
     * @return completes when nobody listens any more
     */
    public Uni<Void> close() {
        return Uni.createFrom()
                .completionStage(() -> drained().thenCompose(quiet -> undeploy().toCompletionStage()))
                .invoke(() -> port = 0);
    }

    private CompletionStage<Void> drained() {
        traffic.drain();
        Executor afterDelay =
                CompletableFuture.delayedExecutor(settings.drainDelay().toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, afterDelay)
                .thenCompose(delayed -> traffic.quiet())
                .orTimeout(settings.drainDelay().plus(settings.drainTimeout()).toMillis(), TimeUnit.MILLISECONDS)
                .handle((quiet, late) -> {
                    if (late != null) {
                        LOG.warnf("closing with %d requests in flight", traffic.requests());
                    }
                    return null;
                });
    }

    private Future<Void> undeploy() {
        String id = deployment.getAndSet(null);
        return id == null ? Future.succeededFuture() : vertx.undeploy(id);
    }
}
