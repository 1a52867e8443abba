package est.decision;

import est.issuance.Breaker;
import est.outbound.OutboundClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Every configured authorizer, opened once at start. Thread-safe after {@link #open()}. */
@ApplicationScoped
public class Authorizers {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final AuthorizerSettings settings;
    private final OutboundClients clients;
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile Map<String, Authorizer> authorizers = Map.of();

    Authorizers(AuthorizerSettings settings, OutboundClients clients, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Opens all. Reads files, connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public void open() {
        Map<String, Authorizer> opened = new TreeMap<>();
        settings.authorizers().forEach((name, entry) -> opened.put(name, open(name, entry)));
        authorizers = Map.copyOf(opened);
    }

    private Authorizer open(String name, AuthorizerSettings.Authorizer entry) {
        String prefix = "est.authorizer." + name;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(prefix + ": a name consists of lower case letters and digits");
        }
        if (entry.poolSize() < 1 || entry.failuresInARow() < 1) {
            throw new IllegalArgumentException(
                    prefix + (entry.poolSize() < 1 ? ".pool-size" : ".failures-in-a-row") + ": must be at least 1");
        }
        // there is nothing to probe: after a second one request goes ahead
        Breaker breaker = new Breaker(
                "Authorizer " + name,
                entry.failuresInARow(),
                () -> CompletableFuture.completedFuture(null),
                Authorizers::later);
        AuthorizerMeters own = new AuthorizerMeters(meters, name);
        own.watch(breaker);
        return new Authorizer(
                name,
                clients.open(prefix, entry, entry.poolSize()),
                new Semaphore(entry.poolSize()),
                breaker,
                own,
                clock);
    }

    private static void later(Runnable oneMore) {
        CompletableFuture.delayedExecutor(
                        BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS, Infrastructure.getDefaultWorkerPool())
                .execute(oneMore);
    }

    /** The configured names, sorted. */
    public Set<String> names() {
        return new TreeSet<>(settings.authorizers().keySet());
    }

    /**
     * Asks an authorizer, once.
     *
     * @return what it decided, on the caller's context. Fails with {@link DecisionRefusal} if no answer came that counts
     */
    public Uni<Decision> ask(String authorizer, Question question) {
        Authorizer asked = authorizers.get(authorizer);
        return asked == null ? Uni.createFrom().failure(DecisionRefusal.unavailable(null)) : asked.ask(question);
    }

    @PreDestroy
    void close() {
        authorizers.values().forEach(Authorizer::close);
    }
}
