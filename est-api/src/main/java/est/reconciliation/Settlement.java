package est.reconciliation;

import est.issuance.CertificationAuthorities;
import est.issuance.Found;
import est.issuance.IssuanceFailure;
import est.issuance.Signing;
import est.protocol.CertificationRequest;
import est.protocol.MalformedMessageException;
import est.record.GrantText;
import est.record.Unfinished;
import est.record.UnfinishedRecords;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Settles one unfinished enrollment by what its CA says it signed. Each decision is one transaction, so that it may be killed
 * between any two; whoever comes next finds the enrollment as it was, or decided.
 */
@ApplicationScoped
class Settlement {

    private final CertificationAuthorities authorities;
    private final UnfinishedRecords records;
    private final ReconcilerSettings settings;

    Settlement(CertificationAuthorities authorities, UnfinishedRecords records, ReconcilerSettings settings) {
        this.authorities = authorities;
        this.records = records;
        this.settings = settings;
    }

    /** What became of it; fails with {@link est.record.RecordFailure} if that could not be recorded. */
    Uni<Settled> settle(Unfinished row) {
        return Uni.createFrom()
                .deferred(() -> row.orphan()
                        .map(der -> revoke(row, certificate(der), row.reason().orElse("")))
                        .orElseGet(() -> look(row)))
                .onFailure(Settlement::cannotTell)
                .recoverWithUni(unknown -> undecided(row, unknown.getMessage()));
    }

    private static boolean cannotTell(Throwable failure) {
        return failure instanceof IssuanceFailure
                || failure instanceof MalformedMessageException
                || failure instanceof IllegalArgumentException;
    }

    private Uni<Settled> look(Unfinished row) {
        return authorities
                .signedFor(signing(row))
                .flatMap(found -> attributed(row, found))
                .flatMap(candidates -> decide(row, candidates));
    }

    private Signing signing(Unfinished row) {
        return new Signing(
                row.id(),
                row.ca(),
                row.profile(),
                row.request(),
                CertificationRequest.decode(row.request()).publicKey().asPublicKey(),
                GrantText.read(row.grant()),
                row.serial(),
                Optional.empty());
    }

    private Uni<List<Candidate>> attributed(Unfinished row, List<Found> found) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(
                        each -> records.attribution(row, each.certificate()).map(whose -> new Candidate(each, whose)))
                .filter(candidate -> !candidate.isAnothers())
                .collect()
                .asList();
    }

    private Uni<Settled> decide(Unfinished row, List<Candidate> candidates) {
        Optional<Candidate> granted =
                candidates.stream().filter(Candidate::isTheGranted).findFirst();
        if (candidates.isEmpty()) {
            return absent(row);
        }
        if (granted.isEmpty() && candidates.stream().anyMatch(Candidate::isInTheMaking)) {
            return undecided(row, "another enrollment with its key is not finished");
        }
        return granted.map(candidate -> granted(row, candidate)).orElseGet(() -> orphan(row, candidates.get(0)));
    }

    private Uni<Settled> granted(Unfinished row, Candidate candidate) {
        if (candidate.isInTheMaking()) {
            return undecided(row, "another enrollment with its key is not finished");
        }
        return switch (row.claim()) {
            case OPEN -> records.issued(row, candidate.found().certificate()).map(done -> done(done, Settled.ISSUED));
            case SECRET_BUSY -> undecided(row, "its one-time secret is in use");
            case LOST -> orphan(row, candidate);
        };
    }

    private Uni<Settled> absent(Unfinished row) {
        return row.age().compareTo(settings.absenceAfter()) < 0
                ? undecided(row, "the certification authority knows of no certificate yet")
                : records.notIssued(row).map(done -> done(done, Settled.NOT_ISSUED));
    }

    /** First nobody can record it any more, then it is revoked, then that is told. */
    private Uni<Settled> orphan(Unfinished row, Candidate candidate) {
        X509Certificate certificate = candidate.found().certificate();
        String reason = candidate.whyNotDelivered();
        if (!candidate.isOursToRevoke()) {
            return ended(row, certificate, reason, false);
        }
        return records.condemned(row, certificate, reason)
                .flatMap(done -> done
                        ? revoke(row.decided(), certificate, reason)
                                .onFailure(IssuanceFailure.class)
                                .recoverWithUni(away -> undecided(row.decided(), away.getMessage()))
                        : Uni.createFrom().item(Settled.TOO_LATE));
    }

    private Uni<Settled> revoke(Unfinished row, X509Certificate certificate, String reason) {
        return authorities
                .revoke(row.ca(), certificate)
                .onFailure(Settlement::isRefused)
                .recoverWithItem(false)
                .flatMap(revoked -> ended(row, certificate, reason, revoked));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof IssuanceFailure answer && answer.kind() == IssuanceFailure.Kind.REFUSED;
    }

    private Uni<Settled> ended(Unfinished row, X509Certificate certificate, String reason, boolean revoked) {
        return records.orphan(row, certificate, (revoked ? "revoked: " : "not revoked: ") + reason)
                .map(done -> done(done, Settled.ORPHAN));
    }

    private Uni<Settled> undecided(Unfinished row, String reason) {
        return records.undecided(row, reason).map(done -> done(done, Settled.UNDECIDED));
    }

    private static Settled done(boolean done, Settled settled) {
        return done ? settled : Settled.TOO_LATE;
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException("the recorded certificate cannot be read", unreadable);
        }
    }
}
