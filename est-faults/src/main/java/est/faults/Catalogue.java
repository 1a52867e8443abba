package est.faults;

import java.util.List;

/** The faults that concern a server with a local CA and can be caused from outside. */
final class Catalogue {

    private Catalogue() {}

    /** All of them, in the order of their numbers. */
    static List<Fault> all() {
        return List.of(
                new Fault("F-1", "no database when the server starts", 1, 20, Outages::absentAtStart),
                new Fault("F-2", "database killed or restarted under load (F-3)", 2, 200, Outages::restarts),
                new Fault("F-4", "database frozen under load", 1, 10, Outages::frozen),
                new Fault("F-5", "connection cut at a commit, before or after it arrives", 8, 400, CutCommits::run),
                new Fault("F-6", "database read-only", 1, 20, Obstructions::readOnly),
                new Fault("F-9", "no database connection to be had", 1, 20, Obstructions::noConnections),
                new Fault("F-10", "table locked", 1, 6, Obstructions::locked),
                new Fault(
                        "F-11",
                        "insert of intent, certificate or audit event fails",
                        3,
                        60,
                        Obstructions::failingInserts),
                new Fault("F-12", "statements slower than anybody waits", 1, 4, Obstructions::slow),
                new Fault("F-29", "kill -9 at random under load", 3, 1000, Kills::atRandom),
                new Fault("F-30", "kill -9 at the five named points", 1, 40, Kills::atPoints),
                new Fault(
                        "F-31",
                        "SIGTERM to one of three servers after the other under load",
                        1,
                        20,
                        Site.amongThree(RollingRestart::run)),
                new Fault("F-32", "too little memory", 1, 10, Starvation::heap),
                new Fault("F-33", "server stands still past its lease", 2, 6, Kills::slept),
                new Fault("F-34", "standard output blocked", 1, 5, Starvation::blockedOutput),
                new Fault("F-35", "file descriptors used up", 1, 10, Starvation::descriptors),
                new Fault("F-36", "one processor, and a busy one", 1, 10, Starvation::oneProcessor),
                new Fault("F-37", "clocks jump apart", 4, 80, Clocks::jump),
                new Fault("F-41", "answer lost after the commit, then retried", 60, 10_000, LostAnswers::lost),
                new Fault(
                        "F-42",
                        "one request 48 times at once at three servers, then one key for 40 devices",
                        1,
                        200,
                        Site.amongThree(LostAnswers::herd)),
                new Fault("F-43", "request cut at every tenth octet", 40, 160, Fragments::resets),
                new Fault("F-44", "requests pipelined and interleaved", 1, 200, Fragments::pipelines),
                new Fault("F-53", "kill -9 of a reconciler at its decision", 4, 40, ReconcilerKills::run));
    }

    /** The one of that number. */
    static Fault of(String number) {
        return all().stream()
                .filter(fault -> fault.number().equals(number))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault " + number));
    }
}
