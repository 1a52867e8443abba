package est.identity;

import static est.identity.AuthenticationFailure.Reason.OVERLOADED;
import static est.identity.AuthenticationFailure.Reason.WRONG_PASSWORD;
import static est.identity.AuthenticationMethod.PASSWORD;
import static est.identity.AuthenticationMethod.SECRET;

import est.identity.throttle.PasswordThrottle;
import est.record.CredentialRecords;
import est.record.PasswordAttempt;
import est.record.Secret;
import est.record.User;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells who a Basic header stands for: first a one-time secret by its digest, then a user by a slow hash. Every failure has
 * the same text, and an unknown user costs the same hash as a known one (T-9). Whoever failed too often waits, and until then
 * nothing is looked up or hashed; a right secret is never held up by what happened to a user.
 */
@ApplicationScoped
class PasswordIdentification {

    private static final int QUEUED_CHECKS = 64;

    private final CredentialRecords credentials;
    private final PasswordThrottle throttle;
    private final Counter hashes;
    private final ExecutorService hashing;

    PasswordIdentification(CredentialRecords credentials, PasswordThrottle throttle, MeterRegistry meters) {
        this.credentials = credentials;
        this.throttle = throttle;
        this.hashes = Counter.builder("est.password.hashes")
                .description("Slow hashes that were computed to check a password, for users that exist or not")
                .register(meters);
        // T-23: a flood of passwords leaves the devices that come with certificates a processor
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        this.hashing = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED_CHECKS),
                PasswordIdentification::thread);
    }

    @PreDestroy
    void close() {
        hashing.shutdown();
    }

    /**
     * Who the header stands for.
     *
     * @param methods which of password and secret count; what does not count is not looked up
     * @param address where it comes from
     */
    Uni<Proven> identify(
            AuthenticationRule rule, Set<AuthenticationMethod> methods, String authorization, String address) {
        Duration delay = throttle.delayAt(address);
        if (!delay.isZero()) {
            return Uni.createFrom().failure(AuthenticationFailure.throttled(delay));
        }
        return BasicCredentials.decode(authorization)
                .map(basic -> prove(rule, methods, basic, address))
                .orElseGet(() -> Uni.createFrom().failure(wrongPassword()))
                .onFailure(PasswordIdentification::isWrong)
                .invoke(() -> throttle.failedAt(address));
    }

    private Uni<Proven> prove(
            AuthenticationRule rule, Set<AuthenticationMethod> methods, BasicCredentials basic, String address) {
        return findSecret(methods, basic).flatMap(secret -> {
            if (secret.isPresent()) {
                return Uni.createFrom().item(new Proven(SECRET, accept(rule, secret.get())));
            }
            return methods.contains(PASSWORD) && !basic.userName().isEmpty()
                    ? identifyUser(rule, basic, address).map(user -> new Proven(PASSWORD, user))
                    : Uni.createFrom().failure(wrongPassword());
        });
    }

    private Uni<Optional<Secret>> findSecret(Set<AuthenticationMethod> methods, BasicCredentials basic) {
        return methods.contains(SECRET)
                ? credentials.findSecret(
                        OneTimeSecret.presented(basic.password()).sha256())
                : Uni.createFrom().item(Optional.empty());
    }

    private ClientIdentity accept(AuthenticationRule rule, Secret secret) {
        if (!secret.isGood(rule.replayWindow()) || !counts(secret.label(), rule)) {
            throw wrongPassword();
        }
        return ClientIdentity.oneTimeSecret(secret);
    }

    /** T-9: before anything slow, and the same for users that do not exist. */
    private Uni<ClientIdentity> identifyUser(AuthenticationRule rule, BasicCredentials basic, String address) {
        return throttle.admit(rule.label(), basic.userName(), address).flatMap(attempt -> {
            if (attempt instanceof PasswordAttempt.Admitted admitted) {
                return checkUser(rule, basic, admitted);
            }
            PasswordAttempt.Delayed delayed = (PasswordAttempt.Delayed) attempt;
            return Uni.createFrom().failure(AuthenticationFailure.throttled(delayed.retryAfter()));
        });
    }

    /** The answer waits for the count: a failure that cannot be counted is 503 (I-6). */
    private Uni<ClientIdentity> checkUser(
            AuthenticationRule rule, BasicCredentials basic, PasswordAttempt.Admitted attempt) {
        return credentials
                .findUser(basic.userName())
                .flatMap(user -> verified(rule, basic, user))
                .call(() -> throttle.succeeded(attempt))
                .onFailure(PasswordIdentification::isWrong)
                .recoverWithUni(wrong ->
                        throttle.failed(attempt).chain(() -> Uni.createFrom().failure(wrong)));
    }

    private static boolean isWrong(Throwable failure) {
        return failure instanceof AuthenticationFailure authentication && authentication.reason() == WRONG_PASSWORD;
    }

    private Uni<ClientIdentity> verified(AuthenticationRule rule, BasicCredentials basic, Optional<User> user) {
        PasswordHash hash =
                user.map(User::passwordHash).map(PasswordHash::parse).orElse(PasswordHash.UNKNOWN_USER);
        return Uni.createFrom()
                .item(() -> {
                    hashes.increment();
                    return hash.matches(basic.password());
                })
                .runSubscriptionOn(hashing)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> new AuthenticationFailure(OVERLOADED, "too many passwords are being checked"))
                .map(matches -> user.filter(found -> matches && !found.disabled())
                        .filter(found -> counts(found.label(), rule))
                        .map(found -> ClientIdentity.user(found.name(), found.commonName()))
                        .orElseThrow(PasswordIdentification::wrongPassword));
    }

    /** A credential made for one label does not count at another (T-6). */
    private static boolean counts(Optional<String> label, AuthenticationRule rule) {
        return label.isEmpty() || label.get().equals(rule.label());
    }

    private static AuthenticationFailure wrongPassword() {
        return new AuthenticationFailure(WRONG_PASSWORD, "user name, password or one-time secret is wrong");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "est-password-hashing");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * What a header proved.
     *
     * @param method by what
     * @param identity whom
     */
    record Proven(AuthenticationMethod method, ClientIdentity identity) {}
}
