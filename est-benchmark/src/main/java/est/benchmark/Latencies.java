package est.benchmark;

import java.util.Arrays;
import java.util.List;

/** How long each of many visits took, in nanoseconds, shortest first. Immutable. */
final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of the visits of several workers. */
    static Latencies of(List<long[]> perWorker) {
        long[] all = perWorker.stream().flatMapToLong(Arrays::stream).toArray();
        Arrays.sort(all);
        return new Latencies(all);
    }

    /** All of both. */
    Latencies and(Latencies others) {
        return of(List.of(sorted, others.sorted));
    }

    int count() {
        return sorted.length;
    }

    /**
     * By nearest rank: the shortest time that at least this share of the visits did not exceed, in milliseconds.
     *
     * @param percent above 0, at most 100
     * @throws IllegalStateException if there was no visit
     */
    double percentile(double percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " %");
        }
        if (sorted.length == 0) {
            throw new IllegalStateException("no visit was measured");
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[rank - 1] / NANOS_PER_MILLI;
    }
}
