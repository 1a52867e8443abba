package est.issuance;

import est.ca.CaCertificates;
import est.ca.CertificationAuthority;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The certificates of one authority, kept so that they can be shown while it is away (I-6). Thread-safe. */
final class AuthorityCertificates {

    private static final Logger LOG = Logger.getLogger(AuthorityCertificates.class);

    /** Who has certificates to show does not wait long for newer ones. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** An authority that did not tell its certificates is asked again after this. */
    private static final Duration UNTIL_NEXT_REFRESH = Duration.ofSeconds(2);

    private final String name;
    private final CertificationAuthority authority;
    private final Breaker breaker;
    private final Duration deadline;
    private final Duration refresh;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile @Nullable Seen seen;

    AuthorityCertificates(
            String name, CertificationAuthority authority, Breaker breaker, Duration deadline, Duration refresh) {
        this.name = name;
        this.authority = authority;
        this.breaker = breaker;
        this.deadline = deadline;
        this.refresh = refresh;
    }

    /** From memory while fresh, else asked for; those of before if the authority does not answer. */
    Uni<CaCertificates> current() {
        Seen last = seen;
        if (last == null) {
            return breaker.isOpen() ? Uni.createFrom().failure(IssuanceFailure.away()) : refreshed();
        }
        boolean fresh = System.nanoTime() - last.at() < refresh.toNanos();
        if (fresh || breaker.isOpen() || !refreshing.compareAndSet(false, true)) {
            return Uni.createFrom().item(last.certificates());
        }
        return refreshed(PATIENCE).onTermination().invoke(() -> refreshing.set(false));
    }

    /** Asked for now, fresh or not. */
    Uni<CaCertificates> refreshed() {
        return refreshed(deadline);
    }

    /** As they were last seen. */
    Optional<CaCertificates> lastSeen() {
        return Optional.ofNullable(seen).map(Seen::certificates);
    }

    private Uni<CaCertificates> refreshed(Duration patience) {
        return Uni.createFrom()
                .completionStage(() -> authority.caCertificates().whenComplete(this::see))
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .recoverWithUni(cause -> lastSeenOr(IssuanceFailure.of(cause)));
    }

    /** Also an answer that comes too late for whoever asked. */
    private void see(@Nullable CaCertificates current, @Nullable Throwable failure) {
        if (current != null) {
            seen = new Seen(current, System.nanoTime());
        } else if (failure != null && IssuanceFailure.of(failure).kind() == IssuanceFailure.Kind.UNAVAILABLE) {
            breaker.away();
        }
    }

    private Uni<CaCertificates> lastSeenOr(IssuanceFailure cause) {
        Seen last = seen;
        if (last == null) {
            return Uni.createFrom().failure(cause);
        }
        LOG.warnf(cause, "CA %s does not tell its certificates; serving those of before", name);
        seen = new Seen(
                last.certificates(),
                System.nanoTime() - refresh.minus(UNTIL_NEXT_REFRESH).toNanos());
        return Uni.createFrom().item(last.certificates());
    }

    private record Seen(CaCertificates certificates, long at) {}
}
