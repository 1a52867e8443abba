package est.faults;

import est.benchmark.Answer;
import est.benchmark.Connection;
import est.faults.DatabaseRelay.Moment;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code kill -9} of servers, and servers that stand still. */
final class Kills {

    /** How often the record is looked at during the many. */
    private static final int ROUND = 25;

    private static final int ATTEMPTS = 20;

    private Kills() {}

    /** Where in an enrollment the server is killed. */
    enum Point {
        /** The intent is on its way to the database. */
        BEFORE_INTENT(Step.INTENT, Moment.BEFORE),
        /** The intent is committed, the server does not know. */
        AFTER_INTENT(Step.INTENT, Moment.AFTER),
        /** Signed; the certificate is on its way to the database. */
        BEFORE_COMMIT(Step.CLOSING, Moment.BEFORE),
        /** The certificate is committed, the server does not know. */
        AFTER_COMMIT(Step.CLOSING, Moment.AFTER),
        /** A part of the answer is on its way to the client. */
        MID_ANSWER(Step.OTHER, Moment.AFTER);

        private final Step step;
        private final Moment moment;

        Point(Step step, Moment moment) {
            this.step = step;
            this.moment = moment;
        }
    }

    /** F-29: one of the servers, now and then both, at any moment under load. */
    static int atRandom(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int kills = 0;
        while (kills < times) {
            try (Load load = new Load(site, findings)) {
                for (int i = 0; i < ROUND && kills < times; i++) {
                    load.awaitGranted(4);
                    Outages.pause(random.nextInt(400));
                    boolean both = random.nextInt(10) == 0 && kills + 1 < times;
                    for (Replica replica : both ? site.replicas() : List.of(site.replica(random.nextInt(2)))) {
                        replica.kill();
                        kills++;
                    }
                    site.heal();
                }
            }
            site.settle(findings);
            site.check(findings);
        }
        return kills;
    }

    /** F-30: at each of the named points, one server after the other. */
    static int atPoints(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        int kills = 0;
        for (int i = 0; i < times; i++) {
            for (Point point : Point.values()) {
                Replica replica = site.replica(kills++);
                replica.awaitReady();
                Request request = point == Point.MID_ANSWER
                        ? killInAnswer(site, replica, 1 + 97L * i % 900, findings)
                        : kill(site, replica, point, findings);
                replica.start();
                retry(new Witness(site, findings), request, site.replica(kills), point, site.isCertified(request));
            }
        }
        return kills;
    }

    /** A request that stands at a point, and the answer that its client waits for. */
    record Held(Request request, Trap trap, Future<Optional<Answer>> answer) {}

    /** Brings one there; a server that is too busy may answer that instead, a few times. */
    static Held hold(Site site, Replica replica, Step step, Moment moment, Findings findings)
            throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Trap trap = new Trap();
            Request request = site.requests().next();
            replica.relay().set(step, moment, trap);
            Future<Optional<Answer>> answer =
                    site.clients().submit(() -> new Witness(site, findings).ask(request, replica));
            Patience.await("a request or its answer", () -> trap.isSprung() || answer.isDone());
            if (trap.isSprung()) {
                return new Held(request, trap, answer);
            }
            replica.relay().forget();
            site.leave(request);
        }
        throw new IOException("no request comes to " + moment + " " + step);
    }

    /** Kills it when a request stands at the point, which stays without an answer. */
    static Request kill(Site site, Replica replica, Point point, Findings findings)
            throws IOException, InterruptedException {
        Held held = hold(site, replica, point.step, point.moment, findings);
        try {
            replica.kill();
        } finally {
            held.trap().cut();
        }
        findings.require(result(held.answer()).isEmpty(), "I-1: an answer to " + held.request() + " left at " + point);
        return held.request();
    }

    private static Request killInAnswer(Site site, Replica replica, long octets, Findings findings)
            throws IOException, InterruptedException {
        Trap trap = new Trap();
        Request request = site.requests().next();
        try (DoorLine line = DoorLine.to(replica.port());
                Connection connection = request.connect(line.port())) {
            // whatever else TLS has to say comes before this answer
            connection.askForAttributes();
            line.set(DoorLine.Way.ANSWER, octets, trap);
            Future<Answer> answer = site.clients().submit(() -> request.ask(connection, site.receipts()));
            try {
                trap.awaitSprung();
                replica.kill();
            } finally {
                trap.cut();
            }
            try {
                findings.require(
                        !answer.get(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS)
                                .complete(),
                        request + " has a whole answer of which " + octets + " octets were sent");
            } catch (ExecutionException cut) {
                // as it must be
            } catch (TimeoutException e) {
                throw new IOException("the client hangs", e);
            }
        }
        return request;
    }

    /** What the client got, which may be nothing. */
    static Optional<Answer> result(Future<Optional<Answer>> answer) throws IOException, InterruptedException {
        try {
            return answer.get(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a client hangs or has failed", e);
        }
    }

    private static void retry(Witness witness, Request request, Replica other, Point point, boolean certified)
            throws IOException, InterruptedException {
        other.awaitReady();
        switch (point) {
            case AFTER_COMMIT, BEFORE_INTENT -> witness.grantedAtOnce(request, other, "after a kill at " + point);
            case AFTER_INTENT, BEFORE_COMMIT ->
                witness.refused(request, other, "while the lease of a server killed at " + point + " lasts");
            case MID_ANSWER -> {
                if (certified) {
                    witness.grantedAtOnce(request, other, "after a kill at " + point);
                } else {
                    // what was cut was the answer of a server too busy to give another
                    witness.site().leave(request);
                }
            }
        }
    }

    /** F-33: a server stands still past its lease, another takes over, and then the first one goes on. */
    static int slept(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        for (int i = 0; i < times; i++) {
            Replica sleeper = site.replica(i);
            boolean signed = i % 2 != 0;
            Held held = signed
                    ? hold(site, sleeper, Step.CLOSING, Moment.BEFORE, findings)
                    : hold(site, sleeper, Step.INTENT, Moment.AFTER, findings);
            sleeper.signal(Signal.STOP);
            try {
                if (site.form().leasesPass()) {
                    site.letLeasesPass();
                }
                witness.granted(held.request(), site.replica(i + 1));
            } finally {
                sleeper.signal(Signal.CONT);
                held.trap().pass();
            }
            findings.require(
                    result(held.answer())
                            .filter(answer -> answer.status() == 200)
                            .isEmpty(),
                    "I-3: a server that slept past its lease answered " + held.request());
            sleeper.awaitReady();
        }
        return times;
    }
}
