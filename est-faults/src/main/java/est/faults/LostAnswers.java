package est.faults;

import est.benchmark.Answer;
import est.benchmark.Connection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Requests that come again: after a lost answer, or many times at once. */
final class LostAnswers {

    private static final int AT_ONCE = 48;
    private static final String REPLAYS = "select count(*) from est.audit_event where event = 'REPLAYED'";

    private LostAnswers() {}

    /** F-41: the answer is lost after the commit; the retry comes to the same server or to the other. */
    static int lost(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        long before = site.count(REPLAYS);
        int lost = 0;
        for (int i = 0; i < times; i++) {
            if (i % 200 == 0) {
                site.heal();
            }
            Request request = site.requests().next();
            loseAnswer(request, site.replica(i), findings);
            // else it was another answer: that of a server too busy
            lost += site.isCertified(request) ? 1 : 0;
            witness.granted(request, site.replica(i / 2));
        }
        long replays = site.count(REPLAYS) - before;
        findings.require(replays >= lost, "I-9: " + lost + " repeats were answered and " + replays + " audited");
        return lost;
    }

    private static void loseAnswer(Request request, Replica replica, Findings findings) throws IOException {
        try (DoorLine line = DoorLine.to(replica.port());
                Connection connection = request.connect(line.port())) {
            // whatever else TLS has to say comes before this answer
            connection.askForAttributes();
            line.set(DoorLine.Way.ANSWER, 0, Trap.cutting());
            connection.send(request.octets(connection));
            Answer answer = connection.receive();
            findings.add(request + " was answered " + answer.status() + " over a line that was cut");
        } catch (IOException cut) {
            // that is the fault
        }
    }

    /** F-42: one request 48 times at once, as many of them at each server; then one key for 40 devices (T-17). */
    static int herd(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        for (int i = 0; i < times; i++) {
            oneRequest(site, findings);
            oneKey(site, findings);
        }
        return times;
    }

    private static void oneRequest(Site site, Findings findings) throws IOException, InterruptedException {
        Request request = site.requests().next();
        Witness witness = new Witness(site, findings);
        List<Callable<Integer>> herd = new ArrayList<>();
        for (int one = 0; one < AT_ONCE; one++) {
            Replica replica = site.replica(one);
            herd.add(() -> witness.ask(request, replica).map(Answer::status).orElse(0));
        }
        Set<Integer> statuses = Set.copyOf(site.atOnce(herd));
        findings.require(statuses.contains(200), "none of " + AT_ONCE + " got a certificate: " + statuses);
        findings.require(!statuses.contains(0), "one of " + AT_ONCE + " got no answer");
    }

    /** Nobody has to get a certificate, since two that come at the same moment both give way; two must not. */
    private static void oneKey(Site site, Findings findings) throws IOException, InterruptedException {
        List<Callable<Integer>> rivals = new ArrayList<>();
        for (Request request : site.requests().forOneKey(Site.DEVICES)) {
            Replica replica = site.replica(rivals.size());
            rivals.add(() -> request.status(replica.port(), site.receipts()).orElse(0));
        }
        List<Integer> statuses = site.atOnce(rivals);
        findings.require(
                Set.of(200, 403, 503).containsAll(statuses), "T-17: devices with one key were answered " + statuses);
        findings.require(
                Collections.frequency(statuses, 200) <= 1, "T-17: more than one device got a certificate for one key");
    }
}
