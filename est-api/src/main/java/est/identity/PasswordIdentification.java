package est.identity;

import static est.identity.AuthenticationFailure.Reason.OVERLOADED;
import static est.identity.AuthenticationFailure.Reason.WRONG_PASSWORD;
import static est.identity.AuthenticationMethod.PASSWORD;
import static est.identity.AuthenticationMethod.SECRET;

import est.record.CredentialRecords;
import est.record.Secret;
import est.record.User;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells who a Basic header stands for: first a one-time secret by its digest, then a user by a slow hash. Every failure has
 * the same text, and an unknown user costs the same hash as a known one (T-9).
 */
@ApplicationScoped
class PasswordIdentification {

    private static final int QUEUED_CHECKS = 64;

    private final CredentialRecords credentials;
    private final Clock clock;
    private final ExecutorService hashing;

    PasswordIdentification(CredentialRecords credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
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
     */
    Uni<Proven> identify(AuthenticationRule rule, Set<AuthenticationMethod> methods, String authorization) {
        Optional<BasicCredentials> basic = BasicCredentials.decode(authorization);
        if (basic.isEmpty()) {
            return Uni.createFrom().failure(wrongPassword());
        }
        return findSecret(methods, basic.get()).flatMap(secret -> {
            if (secret.isPresent()) {
                return Uni.createFrom().item(new Proven(SECRET, accept(rule, secret.get())));
            }
            return methods.contains(PASSWORD)
                    ? identifyUser(rule, basic.get()).map(user -> new Proven(PASSWORD, user))
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
        Instant now = clock.instant();
        boolean repeatable = secret.spentAt()
                .map(spentAt -> now.isBefore(spentAt.plus(rule.replayWindow())))
                .orElse(now.isBefore(secret.expiresAt()));
        if (!repeatable || secret.disabled() || !counts(secret.label(), rule)) {
            throw wrongPassword();
        }
        return ClientIdentity.oneTimeSecret(
                secret.id(), secret.commonName(), secret.spentAt().isPresent());
    }

    private Uni<ClientIdentity> identifyUser(AuthenticationRule rule, BasicCredentials basic) {
        if (basic.userName().isEmpty()) {
            return Uni.createFrom().failure(wrongPassword());
        }
        return credentials.findUser(basic.userName()).flatMap(user -> verified(rule, basic, user));
    }

    private Uni<ClientIdentity> verified(AuthenticationRule rule, BasicCredentials basic, Optional<User> user) {
        PasswordHash hash =
                user.map(User::passwordHash).map(PasswordHash::parse).orElse(PasswordHash.UNKNOWN_USER);
        return Uni.createFrom()
                .item(() -> hash.matches(basic.password()))
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
