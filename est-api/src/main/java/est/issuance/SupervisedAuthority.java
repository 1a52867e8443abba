package est.issuance;

import est.ca.CaCertificates;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.RequestId;
import est.ca.Revocation;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One authority with its bulkhead, its breaker, its deadline and the check of its answers. Thread-safe. */
final class SupervisedAuthority {

    private static final Logger LOG = Logger.getLogger(SupervisedAuthority.class);
    private static final int PER_CORE = 4;

    /** An authority that does not say soon whether it is up is not. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** With this an authority is asked again well within five seconds of its return. */
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(1);

    private final String name;
    private final CertificationAuthority authority;
    private final AnswerCheck answerCheck;
    private final CaMeters meters;
    private final Breaker breaker;
    private final AuthorityCertificates certificates;
    private final boolean revokesMismatches;
    private final Duration deadline;
    private final Semaphore bulkhead;

    SupervisedAuthority(
            String name,
            CertificationAuthority authority,
            IssuanceSettings bounds,
            AnswerCheck answerCheck,
            CaMeters meters) {
        this.name = name;
        this.authority = authority;
        this.answerCheck = answerCheck;
        this.meters = meters;
        this.breaker = new Breaker("CA " + name, bounds.failuresInARow(), authority::probe, SupervisedAuthority::later);
        meters.watch(breaker);
        this.certificates =
                new AuthorityCertificates(name, authority, breaker, bounds.deadline(), bounds.caCertificatesRefresh());
        this.revokesMismatches = bounds.revokeOnMismatch();
        this.deadline = bounds.deadline();
        this.bulkhead = new Semaphore(
                bounds.concurrent().orElse(PER_CORE * Runtime.getRuntime().availableProcessors()));
    }

    private static void later(Runnable probe) {
        CompletableFuture.delayedExecutor(
                        BETWEEN_PROBES.toMillis(), TimeUnit.MILLISECONDS, Infrastructure.getDefaultWorkerPool())
                .execute(probe);
    }

    /** What the authority shows of itself. */
    AuthorityCertificates certificates() {
        return certificates;
    }

    /** Whether the authority could sign now; false, too, if it does not say so soon. */
    Uni<Boolean> isUp() {
        return Uni.createFrom()
                .completionStage(authority::probe)
                .map(present -> !breaker.isOpen())
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }

    /** Why it would not be asked now, if it is known to be away: whoever hears so need not prepare anything for it. */
    Optional<IssuanceFailure> absence() {
        if (!breaker.isOpen()) {
            return Optional.empty();
        }
        meters.spared("away");
        return Optional.of(IssuanceFailure.away());
    }

    /** Has the authority sign; the certificate is what was granted, or the Uni fails with {@link IssuanceFailure}. */
    Uni<X509Certificate> issue(Signing signing) {
        return certificates.current().flatMap(ca -> issue(signing, ca));
    }

    /** What the authority signed for a request; fails with {@link IssuanceFailure} if it cannot tell. */
    Uni<List<Found>> signedFor(Signing signing) {
        return authority
                .issuedCertificates()
                .map(issued -> certificates
                        .current()
                        .flatMap(ca -> supervised(new IssuedLookup(issued, answerCheck, ca).find(signing))))
                .orElseGet(() -> Uni.createFrom()
                        .failure(new IssuanceFailure(
                                IssuanceFailure.Kind.UNKNOWN, "the certification authority keeps no list")));
    }

    /** Whether the authority revoked the certificate; false if it has no such ability. */
    Uni<Boolean> revoke(X509Certificate certificate) {
        return authority
                .revocation()
                .map(revocation -> supervised(Uni.createFrom()
                        .completionStage(() -> revocation.revoke(certificate, Revocation.Reason.CESSATION_OF_OPERATION))
                        .replaceWith(true)))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    void close() {
        breaker.close();
        authority.close();
    }

    private <T> Uni<T> supervised(Uni<T> asked) {
        Context caller = Vertx.currentContext();
        return asked.ifNoItem()
                .after(deadline)
                .fail()
                .onFailure()
                .transform(IssuanceFailure::of)
                .emitOn(work -> resume(caller, work));
    }

    private Uni<X509Certificate> issue(Signing signing, CaCertificates ca) {
        if (!bulkhead.tryAcquire()) {
            meters.spared("busy");
            return Uni.createFrom()
                    .failure(new IssuanceFailure(
                            IssuanceFailure.Kind.UNAVAILABLE, "too many certificates are being issued"));
        }
        if (!breaker.permits()) {
            bulkhead.release();
            meters.spared("away");
            return Uni.createFrom().failure(IssuanceFailure.away());
        }
        Context caller = Vertx.currentContext();
        long start = System.nanoTime();
        return Uni.createFrom()
                .completionStage(() -> askHoldingAPlace(signing))
                .emitOn(work -> resume(caller, work))
                .ifNoItem()
                .after(deadline)
                .fail()
                .onFailure()
                .transform(IssuanceFailure::of)
                .onCancellation()
                .invoke(breaker::left)
                .onItemOrFailure()
                .invoke((answer, failure) -> tell(failure))
                .flatMap(answer -> checked(signing, answer, ca))
                .invoke(certificate -> meters.issued(System.nanoTime() - start))
                .onFailure(IssuanceFailure.class)
                .invoke(failure -> meters.failed(failure, System.nanoTime() - start));
    }

    private void tell(@Nullable Throwable failure) {
        if (failure != null && isAway(failure)) {
            breaker.away();
        } else {
            breaker.answered();
        }
    }

    /** The check of the answer; an issuer we have not heard of may be a new one. */
    private Uni<X509Certificate> checked(Signing signing, Issuance answer, CaCertificates ca) {
        Context caller = Vertx.currentContext();
        boolean known = !(answer instanceof Issuance.Issued issued)
                || issued.chain().isEmpty()
                || ca.all().contains(issued.chain().get(0));
        Uni<CaCertificates> current =
                known ? Uni.createFrom().item(ca) : certificates.refreshed().emitOn(work -> resume(caller, work));
        return current.map(certificates -> answerCheck.require(signing, certificateOf(answer), certificates))
                .onFailure(SupervisedAuthority::isMismatch)
                .invoke(() -> revokeIfOurs(signing, certificateOf(answer)));
    }

    /**
     * Only what was certainly signed for this request: with its key, and not before the request was granted. A liar may hand
     * us the good certificate of somebody else.
     */
    private void revokeIfOurs(Signing signing, X509Certificate wrong) {
        boolean ours = Arrays.equals(
                        wrong.getPublicKey().getEncoded(), signing.publicKey().getEncoded())
                && !wrong.getNotBefore().toInstant().isBefore(signing.granted().notBefore())
                && !signing.renews().filter(wrong::equals).isPresent();
        if (revokesMismatches && ours) {
            authority.revocation().ifPresent(revocation -> revocation
                    .revoke(wrong, Revocation.Reason.CESSATION_OF_OPERATION)
                    .whenComplete((done, failure) -> LOG.warnf(
                            failure,
                            "CA %s: the wrong certificate for enrollment %s is %s",
                            name,
                            signing.id(),
                            failure == null ? "revoked" : "not revoked")));
        }
    }

    /** The place is free when the authority answers, not when the caller has lost patience. */
    private CompletionStage<Issuance> askHoldingAPlace(Signing signing) {
        try {
            return authority.issue(request(signing)).whenComplete((answer, failure) -> bulkhead.release());
        } catch (RuntimeException thrownDirectly) {
            bulkhead.release();
            throw thrownDirectly;
        }
    }

    /** Database sessions belong to the caller's context: come back to it before anything else happens. */
    private static void resume(@Nullable Context caller, Runnable work) {
        if (caller == null || caller == Vertx.currentContext()) {
            work.run();
        } else {
            caller.runOnContext(ignored -> work.run());
        }
    }

    /** Not there, or silent: what the breaker counts. Whoever refuses or errs is there. */
    private static boolean isAway(Throwable failure) {
        return failure instanceof IssuanceFailure known
                && (known.kind() == IssuanceFailure.Kind.UNAVAILABLE || known.kind() == IssuanceFailure.Kind.UNKNOWN);
    }

    private static boolean isMismatch(Throwable failure) {
        return failure instanceof IssuanceFailure known && known.kind() == IssuanceFailure.Kind.MISMATCH;
    }

    private static X509Certificate certificateOf(Issuance answer) {
        if (answer instanceof Issuance.Issued issued) {
            return issued.certificate();
        }
        Duration retryAfter = ((Issuance.Deferred) answer).retryAfter();
        throw new IssuanceFailure(
                IssuanceFailure.Kind.UNAVAILABLE, "the certification authority decides later", retryAfter, null);
    }

    private static IssuanceRequest request(Signing signing) {
        return new IssuanceRequest(
                new RequestId(signing.id()),
                signing.profile(),
                signing.certificationRequest(),
                signing.publicKey(),
                signing.granted(),
                signing.serial(),
                signing.renews());
    }
}
