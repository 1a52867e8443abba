package est.faults;

import est.benchmark.Answer;
import est.faults.DatabaseRelay.Moment;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * F-5: the connection to the database is cut at a commit, before it arrives or when it is acknowledged: at that of one request, and,
 * among many at once, at one that several share.
 */
final class CutCommits {

    /** So many ask at once. */
    private static final int CROWD = 24;
    /** So many statements come through: then groups have formed on both event loops. */
    private static final int ALONE = 2;

    private static final int KINDS = 4;

    private final Site site;
    private final Findings findings;
    private final Witness witness;

    private CutCommits(Site site, Findings findings) {
        this.site = site;
        this.findings = findings;
        this.witness = new Witness(site, findings);
    }

    static int run(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        return new CutCommits(site, findings).run(times);
    }

    private int run(int times) throws IOException, InterruptedException {
        int cuts = 0;
        int most = 0;
        for (int i = 0; i < times; i++) {
            boolean crowded = i / KINDS % 2 == 1;
            int lost = cut(i, crowded ? crowd() : List.of(site.requests().next()), crowded ? ALONE : 0);
            cuts += Math.min(lost, 1);
            most = Math.max(most, lost);
        }
        findings.require(cuts > 0, "nothing was cut");
        findings.require(times <= KINDS || most > 1, "never more than one was cut off from a commit");
        return cuts;
    }

    private List<Request> crowd() {
        return Stream.generate(site.requests()::ofDevice).limit(CROWD).toList();
    }

    /** How many lost their commit; they come again. A server too busy may answer that before it comes to the commit. */
    private int cut(int turn, List<Request> asking, int before) throws IOException, InterruptedException {
        Step step = turn / 2 % 2 == 0 ? Step.CLOSING : Step.INTENT;
        Moment moment = turn % 2 == 0 ? Moment.AFTER : Moment.BEFORE;
        Replica replica = site.replica(turn / KINDS);
        Trap trap = Trap.cutting();
        replica.relay().set(step, moment, before, trap);
        List<Request> refused = refused(asking, replica);
        replica.relay().forget();
        refused.forEach(site::leave);
        if (!trap.isSprung()) {
            return 0;
        }
        String when = "after its connection was cut " + moment + " the commit of " + step;
        findings.require(!refused.isEmpty(), "nobody was refused " + when);
        for (Request request : refused) {
            retry(request, site.replica(turn), step, moment, when);
        }
        return refused.size();
    }

    private List<Request> refused(List<Request> asking, Replica replica) throws IOException, InterruptedException {
        List<Callable<Optional<Answer>>> all = new ArrayList<>();
        for (Request request : asking) {
            all.add(() -> witness.ask(request, replica));
        }
        List<Optional<Answer>> answers = site.atOnce(all);
        List<Request> refused = new ArrayList<>();
        for (int i = 0; i < asking.size(); i++) {
            Optional<Answer> answer = answers.get(i);
            findings.require(answer.isPresent(), asking.get(i) + " got no answer");
            if (answer.map(Answer::status).orElse(0) != HttpURLConnection.HTTP_OK) {
                refused.add(asking.get(i));
            }
        }
        return refused;
    }

    /** What was committed whole is answered, what never arrived begins anew, and an open intent is waited for. */
    private void retry(Request request, Replica replica, Step step, Moment moment, String when) {
        boolean open = step == Step.CLOSING ? moment == Moment.BEFORE : moment == Moment.AFTER;
        if (open) {
            findings.require(witness.ask(request, replica).isPresent(), request + " found nobody to answer " + when);
        } else {
            witness.grantedAtOnce(request, replica, when);
        }
    }
}
