package est.ca.vault;

import est.ca.CaException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the authority logged in: renews or replaces the token at two thirds of its lease, in the background; however many
 * wait for a token, one login runs. Thread-safe; nothing blocks.
 */
final class TokenSource implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TokenSource.class);

    private static final int FORBIDDEN = 403;
    private static final Duration SOONEST_RENEWAL = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);

    /** A token that replaced a refused one and is refused too is not the fault of tokens: a policy is missing. */
    private static final Duration BETWEEN_REPLACEMENTS = Duration.ofSeconds(30);

    private final String ca;
    private final Login login;
    private final VaultClient client;
    private final VaultMeters meters;
    private final RandomGenerator random;

    private Login.@Nullable Held held;
    private long since;
    private long replacedAt = System.nanoTime() - BETWEEN_REPLACEMENTS.toNanos();
    private @Nullable Future<Secret> running;
    private long timer = -1;
    private boolean closed;

    TokenSource(String ca, Login login, VaultClient client, VaultMeters meters, RandomGenerator random) {
        this.ca = ca;
        this.login = login;
        this.client = client;
        this.meters = meters;
        this.random = random;
    }

    /** Asks with a token. A refused one may have expired: a new one is tried, once. */
    Future<VaultAnswer> ask(VaultCall call) {
        return current().compose(token -> client.exchange(call.by(token)).compose(answer -> {
            if (answer.status() != FORBIDDEN) {
                return Future.succeededFuture(answer);
            }
            return replacing(token)
                    .compose(fresh ->
                            fresh.equals(token) ? Future.succeededFuture(answer) : client.exchange(call.by(fresh)));
        }));
    }

    /** A token that has not expired. Fails with {@link CaException}. */
    synchronized Future<Secret> current() {
        if (held != null && !isOver(held)) {
            return Future.succeededFuture(held.token());
        }
        return logIn();
    }

    private synchronized Future<Secret> replacing(Secret refused) {
        boolean replacedByAnother = held != null && !held.token().equals(refused);
        boolean replacedJustNow = System.nanoTime() - replacedAt < BETWEEN_REPLACEMENTS.toNanos();
        if (running == null && held != null && (replacedByAnother || replacedJustNow)) {
            return Future.succeededFuture(held.token());
        }
        if (running == null) {
            replacedAt = System.nanoTime();
        }
        return logIn();
    }

    /** Joins the login that runs, or starts one. A failure stands for a moment: a herd of callers is one try. */
    private synchronized Future<Secret> logIn() {
        if (closed) {
            return Future.failedFuture(VaultCertificationAuthority.closed());
        }
        if (running != null) {
            return running;
        }
        Future<Secret> started = kept(login.logIn());
        running = started;
        started.onComplete(done -> finished(done.succeeded()));
        return started;
    }

    private Future<Secret> kept(Future<Login.Held> obtained) {
        return obtained.map(this::keep).recover(failure -> Future.failedFuture(Outcomes.reading(failure)));
    }

    private synchronized void finished(boolean succeeded) {
        meters.login(succeeded);
        if (succeeded) {
            running = null;
            return;
        }
        meters.held(held != null && !isOver(held));
        client.vertx().setTimer(AFTER_A_FAILURE.toMillis(), fired -> {
            synchronized (this) {
                running = null;
            }
        });
    }

    private synchronized Secret keep(Login.Held fresh) {
        if (closed) {
            return fresh.token();
        }
        held = fresh;
        since = System.nanoTime();
        meters.held(true);
        if (!fresh.lease().isZero()) {
            client.vertx().cancelTimer(timer);
            timer = client.vertx().setTimer(renewalIn(fresh.lease()).toMillis(), fired -> renew(fresh));
        }
        return fresh.token();
    }

    /** Between 60 and 67 percent of the lease, so that replicas that started together do not renew together. */
    private Duration renewalIn(Duration lease) {
        long jitter = lease.toMillis() * random.nextInt(70) / 1000;
        Duration delay = Duration.ofMillis(lease.toMillis() * 2 / 3 - jitter);
        return delay.compareTo(SOONEST_RENEWAL) < 0 ? SOONEST_RENEWAL : delay;
    }

    private void renew(Login.Held due) {
        Future<Secret> renewed = due.renewable() ? kept(renewal(due)) : Future.failedFuture("not renewable");
        renewed.recover(notRenewed -> logIn()).onFailure(failure -> {
            LOG.warnf(failure, "CA %s: no new token; the next try is in %d s", ca, AFTER_A_FAILURE.toSeconds());
            synchronized (this) {
                if (!closed) {
                    timer = client.vertx().setTimer(AFTER_A_FAILURE.toMillis() * 2, fired -> renew(due));
                }
            }
        });
    }

    private Future<Login.Held> renewal(Login.Held due) {
        return client.exchange(VaultCall.post("renew", "auth/token/renew-self", new JsonObject())
                        .by(due.token()))
                .compose(answer -> answer.isSuccess()
                        ? Future.succeededFuture(Login.Held.of(answer))
                        : Future.failedFuture(Outcomes.reading(answer)));
    }

    private boolean isOver(Login.Held token) {
        return !token.lease().isZero()
                && System.nanoTime() - since >= token.lease().toNanos();
    }

    @Override
    public synchronized void close() {
        closed = true;
        held = null;
        client.vertx().cancelTimer(timer);
        meters.held(false);
    }
}
