package est.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Visits of one kind: how long each took, and what all together used up. Immutable.
 *
 * @param latencies of the visits
 * @param usage by the server meanwhile
 */
record Tally(Latencies latencies, Usage usage) {

    /** No visit. */
    static final Tally EMPTY = new Tally(Latencies.of(List.of()), Usage.NONE);

    /** Both stretches as one. */
    Tally and(Tally more) {
        return new Tally(latencies.and(more.latencies), usage.and(more.usage));
    }

    int count() {
        return latencies.count();
    }

    double perSecond() {
        return (double) count() * TimeUnit.SECONDS.toNanos(1) / usage.wallNanos();
    }

    /** Processor time of the server for one visit, milliseconds. */
    double serverMillis() {
        return (double) usage.serverMillis() / count();
    }

    /** Processor time of the Java machine's compiler for one visit, milliseconds; part of the server's. */
    double compilerMillis() {
        return (double) usage.compilerMillis() / count();
    }

    /** Processor time of PostgreSQL for one visit, milliseconds. */
    double databaseMillis() {
        return (double) usage.databaseMillis() / count();
    }

    /** Kibibytes allocated by the server for one visit. */
    double kibibytes() {
        return (double) usage.allocated() / count() / 1024;
    }

    /** Database round trips of one visit. */
    double roundTrips() {
        return (double) usage.statements() / count();
    }
}
