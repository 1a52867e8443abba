package est.benchmark;

import java.io.IOException;
import java.time.Duration;

/**
 * What an enrollment costs beside very many certificates, compared with what it costs beside few: two warm servers, each with a
 * database of its own, by turns, so that a drift of the machine meets both.
 */
final class Growth {

    private static final int TURNS = 6;
    /** Enrollments of a turn of which nothing is measured: half of what is few. */
    private static final int BEFORE = 5_000;

    private static final int MEASURED = 10_000;

    private final Side many;
    private final Side few;
    private final Database emptied;
    private final Report report;

    /**
     * A comparison.
     *
     * @param many the server that has enrolled very often and is warm
     * @param few one that is to be warmed up
     * @param emptied the database of the second
     */
    Growth(Side many, Side few, Database emptied, Report report) {
        this.many = many;
        this.few = few;
        this.emptied = emptied;
        this.report = report;
    }

    /**
     * Enrolls by turns and prints what it cost. The few are 5,000 when a turn is measured and 15,000 after it.
     *
     * @param warmUp for the second server
     */
    void measure(Duration warmUp) throws IOException, InterruptedException {
        few.warmUp(warmUp);
        Tally beside = Tally.EMPTY;
        Tally alone = Tally.EMPTY;
        for (int turn = 0; turn < TURNS; turn++) {
            emptied.forgetEnrollments();
            alone = alone.and(few.turn());
            beside = beside.and(many.turn());
        }
        report.head();
        report.row("beside few", alone);
        report.row("beside very many", beside);
        report.line(
                "%-22s server %.2f x, database %.2f x, both %.2f x",
                "very many : few",
                beside.serverMillis() / alone.serverMillis(),
                beside.databaseMillis() / alone.databaseMillis(),
                both(beside) / both(alone));
    }

    private static double both(Tally tally) {
        return tally.serverMillis() + tally.databaseMillis();
    }

    /**
     * One of the servers.
     *
     * @param drive measures it
     * @param workers kept connections at once
     * @param enrollments over them
     */
    record Side(Drive drive, int workers, Visits.Opening enrollments) {

        private void warmUp(Duration time) throws IOException, InterruptedException {
            drive.during(time, workers, enrollments);
        }

        private Tally turn() throws IOException, InterruptedException {
            drive.times(BEFORE, workers, enrollments);
            return drive.times(MEASURED, workers, enrollments);
        }
    }
}
