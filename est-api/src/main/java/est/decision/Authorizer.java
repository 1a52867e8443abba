package est.decision;

import est.issuance.Breaker;
import est.outbound.Message;
import est.outbound.OutboundClient;
import est.outbound.Reply;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One authorizer with its bulkhead, its breaker and the distrust of its answers. Thread-safe. */
final class Authorizer {

    private static final Logger LOG = Logger.getLogger(Authorizer.class);
    private static final int OK = 200;
    private static final int ANSWER_LIMIT = 64 << 10;

    private final String name;
    private final OutboundClient client;
    private final Semaphore bulkhead;
    private final Breaker breaker;
    private final AuthorizerMeters meters;
    private final Clock clock;

    Authorizer(
            String name,
            OutboundClient client,
            Semaphore bulkhead,
            Breaker breaker,
            AuthorizerMeters meters,
            Clock clock) {
        this.name = name;
        this.client = client;
        this.bulkhead = bulkhead;
        this.breaker = breaker;
        this.meters = meters;
        this.clock = clock;
    }

    /** Asks once; fails with {@link DecisionRefusal} if there is no answer that counts (I-6). */
    Uni<Decision> ask(Question question) {
        if (!bulkhead.tryAcquire()) {
            meters.spared("busy");
            return Uni.createFrom().failure(DecisionRefusal.busy());
        }
        if (!breaker.permits()) {
            bulkhead.release();
            meters.spared("away");
            return Uni.createFrom().failure(DecisionRefusal.unavailable(null));
        }
        long start = System.nanoTime();
        String id = UUID.randomUUID().toString();
        return Uni.createFrom()
                .deferred(() ->
                        client.post(new Message(id, QuestionText.of(id, clock.instant(), question), ANSWER_LIMIT)))
                .map(reply -> decision(id, reply))
                .onFailure()
                .transform(this::refusal)
                .onCancellation()
                .invoke(this::left)
                .onItemOrFailure()
                .invoke((decision, failure) -> ended(decision, failure, System.nanoTime() - start));
    }

    private static Decision decision(String id, Reply reply) {
        if (reply.status() != OK) {
            throw new UnusableAnswer("its status is " + reply.status());
        }
        if (!reply.authentic()) {
            throw new UnusableAnswer("it is not signed as the answer to this question");
        }
        String type = reply.contentType().orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new UnusableAnswer("its content type is not application/json");
        }
        return AnswerText.read(id, reply.body());
    }

    private DecisionRefusal refusal(Throwable failure) {
        if (failure instanceof UnusableAnswer unusable) {
            LOG.warnf("Authorizer %s: the answer counts for nothing: %s", name, unusable.getMessage());
            return DecisionRefusal.unusable(unusable);
        }
        LOG.warnf("Authorizer %s: %s", name, failure.getMessage());
        LOG.debug("the cause", failure);
        return DecisionRefusal.unavailable(failure);
    }

    private void left() {
        bulkhead.release();
        breaker.left();
    }

    /** Whoever errs is as useless as whoever is away: neither is asked on and on. */
    private void ended(@Nullable Decision decision, @Nullable Throwable failure, long nanos) {
        bulkhead.release();
        if (failure == null) {
            breaker.answered();
        } else {
            breaker.away();
        }
        meters.ended(word(decision, failure), nanos);
    }

    private static String word(@Nullable Decision decision, @Nullable Throwable failure) {
        if (failure instanceof DecisionRefusal refusal) {
            return refusal.reason().name().toLowerCase(Locale.ROOT);
        }
        return decision instanceof Decision.Allowed
                ? "allowed"
                : decision instanceof Decision.Denied ? "denied" : "pending";
    }

    /** Whether it is not asked for now, since it did not answer. */
    boolean isAway() {
        return breaker.isOpen();
    }

    void close() {
        breaker.close();
        client.close();
    }
}
