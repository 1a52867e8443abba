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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Every configured authorizer, opened at start and anew when their settings change. Labels name the edition of the settings they were
 * read with: a request asks the authorizer of its own configuration to its end (I-13). Thread-safe.
 */
@ApplicationScoped
public class Authorizers {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** Longer than a request lives. */
    private static final Duration LAST_QUESTIONS = Duration.ofMinutes(2);

    private final AuthorizerSettings settings;
    private final OutboundClients clients;
    private final MeterRegistry meters;
    private final Clock clock;
    private final AuthorizerHealth health;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, AuthorizerEdition> editions = new ConcurrentHashMap<>();
    private volatile AuthorizerEdition inForce = AuthorizerEdition.NONE;

    Authorizers(AuthorizerSettings settings, OutboundClients clients, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.meters = meters;
        this.clock = clock;
        this.health = new AuthorizerHealth(meters);
    }

    /**
     * Opens all. Reads files, connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public void open() {
        replace(prepare(settings));
    }

    /**
     * Opens all of these settings, which nobody asks until they are put in force. Reads files, connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong; then nothing has been opened
     */
    public AuthorizerEdition prepare(AuthorizerSettings others) {
        Map<String, Authorizer> opened = new TreeMap<>();
        try {
            others.authorizers().forEach((name, entry) -> opened.put(name, open(name, entry)));
        } catch (RuntimeException wrong) {
            opened.values().forEach(Authorizer::close);
            throw wrong;
        }
        return new AuthorizerEdition(numbers.incrementAndGet(), opened);
    }

    /** Those that labels read now can name. */
    public AuthorizerEdition inForce() {
        return inForce;
    }

    /** Puts others in force. Those before answer the requests that began with them, and are closed. */
    public synchronized void replace(AuthorizerEdition next) {
        AuthorizerEdition former = inForce;
        editions.put(next.number(), next);
        inForce = next;
        health.watch(next);
        if (former != next) {
            after(LAST_QUESTIONS).execute(() -> retire(former));
        }
    }

    private void retire(AuthorizerEdition former) {
        editions.remove(former.number());
        former.close();
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
                after(BETWEEN_TRIES)::execute);
        return new Authorizer(
                name,
                clients.open(prefix, entry, entry.poolSize()),
                new Semaphore(entry.poolSize()),
                breaker,
                new AuthorizerMeters(meters, name),
                clock);
    }

    private static Executor after(Duration time) {
        return CompletableFuture.delayedExecutor(
                time.toMillis(), TimeUnit.MILLISECONDS, Infrastructure.getDefaultWorkerPool());
    }

    /**
     * Asks an authorizer, once.
     *
     * @param edition of the settings, as the label has it
     * @return what it decided, on the caller's context. Fails with {@link DecisionRefusal} if no answer came that counts
     */
    public Uni<Decision> ask(String authorizer, int edition, Question question) {
        AuthorizerEdition asked = editions.getOrDefault(edition, AuthorizerEdition.NONE);
        return asked.named(authorizer).map(found -> found.ask(question)).orElseGet(() -> Uni.createFrom()
                .failure(DecisionRefusal.unavailable(null)));
    }

    @PreDestroy
    void close() {
        editions.values().forEach(AuthorizerEdition::close);
    }
}
