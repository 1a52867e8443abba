package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Enrollments whose outcome is not recorded, for the reconciler. A decision is one statement that commits by itself; it is
 * refused if a lease holds or somebody was faster. Thread-safe.
 */
@ApplicationScoped
public class UnfinishedRecords {
    private final TurnLock turns;
    private final DatabaseCalls calls;

    UnfinishedRecords(TurnLock turns, DatabaseCalls calls) {
        this.turns = turns;
        this.calls = calls;
    }

    /**
     * Does the work while no other reconciler of any replica does its own ({@link TurnLock}).
     *
     * @param work not bounded here; it reads over its {@link Turn} and decides with the other methods of this class
     * @return false if it is another's turn and nothing was done. Fails with {@link RecordFailure}, or as the work does
     */
    public Uni<Boolean> inTurn(Function<Turn, Uni<Void>> work) {
        return turns.hold(ReconcilingStatements.TAKE_TURN, reads -> work.apply(new Turn(reads)));
    }

    /** Whose the certificate is that its CA showed for an enrollment. Fails with {@link RecordFailure}. */
    public Uni<Attribution> attribution(Unfinished row, X509Certificate certificate) {
        Arguments arguments = new Arguments()
                .add(certificate.getIssuerX500Principal().getEncoded())
                .add(certificate.getSerialNumber())
                .add(CertificateText.der(certificate))
                .add(row.id())
                .add(row.serial().equals(certificate.getSerialNumber()));
        return calls.statement(ReconcilingStatements.ATTRIBUTION, arguments.tuple())
                .map(rows -> Attribution.valueOf(rows.iterator().next().getString("attribution")));
    }

    /**
     * Records the certificate that was found, writes the audit event and spends the one-time secret, all or nothing.
     *
     * @return false if it came too late. Fails with {@link RecordFailure}
     */
    public Uni<Boolean> issued(Unfinished row, X509Certificate certificate) {
        return decide(
                ReconcilingStatements.ISSUED,
                ClosingStatements.issued(row.id(), row.version(), certificate).tuple());
    }

    /** Records that there is no certificate; a repeat starts anew and the secret is free. As {@link #issued}. */
    public Uni<Boolean> notIssued(Unfinished row) {
        return decide(ReconcilingStatements.NOT_ISSUED, named(row).tuple());
    }

    /**
     * Records that the certificate that was found will never be delivered, so that it can be revoked without touching one
     * that is in force. As {@link #issued}; refused also if a certificate of that issuer and serial is recorded.
     *
     * @param reason for operators, in our own words
     */
    public Uni<Boolean> condemned(Unfinished row, X509Certificate certificate, String reason) {
        return decide(ReconcilingStatements.CONDEMNED, orphan(row.id(), row.version(), certificate, reason));
    }

    /** Ends an enrollment as ORPHAN with its audit event, which names the certificate. As {@link #issued}. */
    public Uni<Boolean> orphan(Unfinished row, X509Certificate certificate, String reason) {
        return decide(ReconcilingStatements.ORPHAN, orphan(row.id(), row.version(), certificate, reason));
    }

    /**
     * Leaves the outcome unknown and sets the next look; whoever had opened it is fenced. The first time only, the audit tells
     * it. As {@link #issued}.
     *
     * @param reason why it cannot be said, for operators
     */
    public Uni<Boolean> undecided(Unfinished row, String reason) {
        return decide(
                ReconcilingStatements.UNDECIDED,
                named(row).add(reason).add(!row.state().equals("UNKNOWN")).tuple());
    }

    /**
     * Has an enrollment looked at again: it was settled as not issued, and now the process that had opened it holds a
     * certificate, which it must not deliver.
     *
     * @return false if it was settled otherwise. Fails with {@link RecordFailure}
     */
    public Uni<Boolean> reopened(Opening.Opened opened) {
        return decide(
                ReconcilingStatements.REOPENED,
                new Arguments().add(opened.id()).add(opened.version()).tuple());
    }

    /** How many enrollments are unfinished though no lease holds, by state; states without any are left out. */
    public Uni<Map<String, Long>> count() {
        return calls.statement(ReconcilingStatements.COUNT, Tuple.tuple()).map(rows -> {
            Map<String, Long> counts = new HashMap<>();
            for (Row row : rows) {
                counts.put(row.getString("state"), row.getLong("rows"));
            }
            return counts;
        });
    }

    private Uni<Boolean> decide(String sql, Tuple arguments) {
        return calls.statement(sql, arguments).map(done -> done.size() == 1);
    }

    private static Arguments named(Unfinished row) {
        return new Arguments().add(row.id()).add(row.version());
    }

    private static Tuple orphan(UUID id, int version, X509Certificate certificate, String reason) {
        return new Arguments()
                .add(id)
                .add(version)
                .add(CertificateText.der(certificate))
                .add(certificate.getIssuerX500Principal().getEncoded())
                .add(certificate.getSerialNumber())
                .add(reason)
                .tuple();
    }
}
