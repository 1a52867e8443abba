package est.issuance;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.RequestId;
import io.micrometer.core.instrument.Counter;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One authority with its bulkhead, its deadline and the check of its answers. Thread-safe. */
final class SupervisedAuthority {

    private static final Logger LOG = Logger.getLogger(SupervisedAuthority.class);
    private static final int PER_CORE = 4;

    private final String name;
    private final CertificationAuthority authority;
    private final AnswerCheck answerCheck;
    private final Counter mismatches;
    private final Duration deadline;
    private final Duration refresh;
    private final Semaphore bulkhead;
    private volatile @Nullable Seen seen;

    SupervisedAuthority(
            String name,
            CertificationAuthority authority,
            IssuanceSettings bounds,
            AnswerCheck answerCheck,
            Counter mismatches) {
        this.name = name;
        this.authority = authority;
        this.answerCheck = answerCheck;
        this.mismatches = mismatches;
        this.deadline = bounds.deadline();
        this.refresh = bounds.caCertificatesRefresh();
        this.bulkhead = new Semaphore(
                bounds.concurrent().orElse(PER_CORE * Runtime.getRuntime().availableProcessors()));
    }

    /** The authority's certificates: from memory while fresh, else asked for; those of before if it does not answer (I-6). */
    Uni<CaCertificates> caCertificates() {
        Seen last = seen;
        if (last != null && System.nanoTime() - last.at() < refresh.toNanos()) {
            return Uni.createFrom().item(last.certificates());
        }
        return Uni.createFrom()
                .completionStage(authority::caCertificates)
                .ifNoItem()
                .after(deadline)
                .fail()
                .invoke(current -> seen = new Seen(current, System.nanoTime()))
                .onFailure()
                .recoverWithUni(cause -> lastSeenOr(failure(cause)));
    }

    /** Its certificates as they were last obtained; none if they never were. Asks nobody. */
    List<X509Certificate> seenCertificates() {
        Seen last = seen;
        return last == null ? List.of() : last.certificates().all();
    }

    /** Has the authority sign; the certificate is what was granted, or the Uni fails with {@link IssuanceFailure}. */
    Uni<X509Certificate> issue(Signing signing) {
        return caCertificates().flatMap(ca -> issue(signing, ca));
    }

    void close() {
        authority.close();
    }

    private Uni<X509Certificate> issue(Signing signing, CaCertificates ca) {
        if (!bulkhead.tryAcquire()) {
            return Uni.createFrom()
                    .failure(new IssuanceFailure(
                            IssuanceFailure.Kind.UNAVAILABLE, "too many certificates are being issued"));
        }
        Context caller = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> askHoldingAPlace(signing))
                .emitOn(work -> resume(caller, work))
                .ifNoItem()
                .after(deadline)
                .fail()
                .onFailure()
                .transform(this::failure)
                .map(answer -> answerCheck.require(signing, certificateOf(answer), ca))
                .onFailure(SupervisedAuthority::isMismatch)
                .invoke(() -> mismatches.increment());
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

    private Uni<CaCertificates> lastSeenOr(IssuanceFailure cause) {
        Seen last = seen;
        if (last == null) {
            return Uni.createFrom().failure(cause);
        }
        LOG.warnf(cause, "CA %s does not tell its certificates; serving those of before", name);
        return Uni.createFrom().item(last.certificates());
    }

    private IssuanceFailure failure(Throwable cause) {
        if (cause instanceof IssuanceFailure known) {
            return known;
        }
        if (cause instanceof CaException answered) {
            return new IssuanceFailure(kind(answered), answered.getMessage(), answered.retryAfter(), cause);
        }
        String detail = cause instanceof TimeoutException
                ? "the certification authority did not answer in time"
                : "the certification authority failed";
        return new IssuanceFailure(IssuanceFailure.Kind.UNKNOWN, detail, Duration.ZERO, cause);
    }

    private static IssuanceFailure.Kind kind(CaException failure) {
        return switch (failure.kind()) {
            case REFUSED -> IssuanceFailure.Kind.REFUSED;
            case UNAVAILABLE -> IssuanceFailure.Kind.UNAVAILABLE;
            case DEFECTIVE -> IssuanceFailure.Kind.DEFECTIVE;
            case UNKNOWN -> IssuanceFailure.Kind.UNKNOWN;
        };
    }

    private record Seen(CaCertificates certificates, long at) {}
}
