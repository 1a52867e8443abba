package est.benchmark;

/**
 * What the server has used up: since its start, or between two readings.
 *
 * @param wallNanos time that passed
 * @param serverMillis processor time of the server's process
 * @param compilerMillis what of it the compiler of the Java machine took: none is left once everything is compiled
 * @param databaseMillis processor time of PostgreSQL, all its processes
 * @param allocated octets that the server's threads allocated on the Java heap
 * @param statements commands that the server sent to PostgreSQL and got an answer to
 */
record Usage(
        long wallNanos, long serverMillis, long compilerMillis, long databaseMillis, long allocated, long statements) {

    /** Nothing. */
    static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    /** What was used since an earlier reading. */
    Usage since(Usage earlier) {
        return new Usage(
                wallNanos - earlier.wallNanos,
                serverMillis - earlier.serverMillis,
                compilerMillis - earlier.compilerMillis,
                databaseMillis - earlier.databaseMillis,
                allocated - earlier.allocated,
                statements - earlier.statements);
    }

    /** The sum of two stretches. */
    Usage and(Usage other) {
        return new Usage(
                wallNanos + other.wallNanos,
                serverMillis + other.serverMillis,
                compilerMillis + other.compilerMillis,
                databaseMillis + other.databaseMillis,
                allocated + other.allocated,
                statements + other.statements);
    }
}
