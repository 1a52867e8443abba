package est.faults;

import est.benchmark.Answer;
import est.faults.DatabaseRelay.Moment;
import est.faults.Kills.Held;
import est.faults.Kills.Point;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** F-53: {@code kill -9} of a server in the midst of settling what another one left, or it itself. */
final class ReconcilerKills {

    /** Runs its arguments, a server that looks all the time and believes its CA at once. */
    private static final List<String> EAGER =
            List.of("env", "EST_RECONCILER_PERIOD=200ms", "EST_RECONCILER_ABSENCE_AFTER=0s");

    /** Longer than a lease and the periods of eager reconcilers. */
    private static final Duration SETTLED = Duration.ofSeconds(90);

    private static final String DUE = "select count(*) from est.enrollment where " + RecordRules.OPEN
            + " and (lease_until is null or lease_until <= now()) and (look_after is null or look_after <= now())";

    private final Site site;
    private final Findings findings;

    private ReconcilerKills(Site site, Findings findings) {
        this.site = site;
        this.findings = findings;
    }

    /** By turns of what was left, unsigned and signed, and when: before the decision arrives and after it is committed. */
    static int run(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        for (Replica replica : site.replicas()) {
            replica.kill();
        }
        ReconcilerKills kills = new ReconcilerKills(site, findings);
        try {
            for (int i = 0; i < times; i++) {
                Moment moment = i % 4 < 2 ? Moment.BEFORE : Moment.AFTER;
                kills.kill(site.replica(i), site.replica(i + 1), i % 2 != 0, moment);
            }
        } finally {
            // the other faults have to do with servers that look when they do in production
            for (Replica replica : site.replicas()) {
                if (replica.isRunning()) {
                    replica.kill();
                }
            }
        }
        return times;
    }

    private void kill(Replica reconciler, Replica successor, boolean signed, Moment moment)
            throws IOException, SQLException, InterruptedException {
        begin(reconciler);
        begin(successor);
        Patience.await("all to be settled that is due", () -> count(DUE) == 0);

        Request request = signed ? leftSigned(reconciler, successor) : leftUnsigned(successor);
        killWhileSettling(reconciler, moment);
        String what = "%s, left %s, the reconciler killed %s its decision"
                .formatted(request, signed ? "signed" : "unsigned", moment);
        findings.require(isOpen(request) == (moment == Moment.BEFORE), "I-9: " + what + ": " + stateOf(request));

        begin(successor);
        findings.require(
                Patience.within(SETTLED, () -> !isOpen(request)),
                "F-53: " + what + ": the next one does not settle it");
        findings.require(
                stateOf(request).equals(signed && moment == Moment.AFTER ? "ISSUED" : "NOT_ISSUED"),
                "F-53: " + what + ": settled as " + stateOf(request));
        new Witness(site, findings).granted(request, successor);
    }

    private static void begin(Replica replica) throws IOException, InterruptedException {
        if (!replica.isRunning()) {
            replica.start(EAGER, replica.toItsLog());
        }
        replica.awaitReady();
    }

    /** The intent is committed and its server dead. */
    private Request leftUnsigned(Replica dying) throws IOException, InterruptedException {
        return Kills.kill(site, dying, Point.AFTER_INTENT, findings);
    }

    /** The reconciler's own CA remembers the certificate, whose commit never arrived; nobody else is there to settle it. */
    private Request leftSigned(Replica reconciler, Replica other) throws IOException, InterruptedException {
        other.kill();
        Held held = Kills.hold(site, reconciler, Step.CLOSING, Moment.BEFORE, findings);
        held.trap().cut();
        Optional<Answer> answer = Kills.result(held.answer());
        findings.require(
                answer.isEmpty() || answer.get().status() != 200,
                "I-1: " + held.request() + " got a certificate whose commit never arrived");
        return held.request();
    }

    private void killWhileSettling(Replica reconciler, Moment moment)
            throws IOException, SQLException, InterruptedException {
        Trap trap = new Trap();
        reconciler.relay().set(Step.SETTLING, moment, trap);
        if (site.form().leasesPass()) {
            site.letLeasesPass();
        }
        try {
            Patience.await("a reconciler that decides", SETTLED, trap::isSprung);
            reconciler.kill();
        } finally {
            trap.cut();
            reconciler.relay().forget();
        }
    }

    private boolean isOpen(Request request) throws IOException {
        return count("select count(*) from est.enrollment where " + RecordRules.OPEN + " and "
                        + RecordRules.ofKey(request))
                > 0;
    }

    private String stateOf(Request request) throws SQLException {
        return site.text("select state from est.enrollment where " + RecordRules.ofKey(request)
                + " order by created_at desc limit 1");
    }

    private long count(String query) throws IOException {
        try {
            return site.count(query);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
