package est.faults;

import est.quickstart.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The servers of a site: two, or three where as many are wanted. Used by one thread, but for {@link #replica}. */
final class Servers implements AutoCloseable {

    private static final int USUAL = 2;
    private static final List<String> NAMES = List.of("one", "two", "three");

    private final List<Replica> all;
    private volatile int wanted = USUAL;
    private Duration longestStart = Duration.ZERO;

    private Servers(List<Replica> all) {
        this.all = all;
    }

    /**
     * Prepares them; none runs yet.
     *
     * @param root where the packaged server is
     * @param directory for a directory of each
     * @param logs where the log of each goes
     * @param database the database's port
     * @param settings but for ports and the database's address
     */
    static Servers prepare(Path root, Path directory, Path logs, int database, Map<String, String> settings)
            throws IOException, InterruptedException {
        // they are started dozens of times here: what Java learns from one run is soon earned back
        ClassArchive archive = ClassArchive.of(Replica.server(root));
        if (!archive.isRecorded()) {
            archive.record();
        }
        List<Replica> all = new ArrayList<>();
        for (String name : NAMES) {
            Path log = Files.createDirectories(logs).resolve(name + ".log");
            Files.deleteIfExists(log);
            all.add(new Replica(root, directory.resolve(name), log, database, settings));
        }
        return new Servers(List.copyOf(all));
    }

    /** By turns the one and the other. */
    Replica replica(int turn) {
        return all.get(Math.floorMod(turn, wanted));
    }

    /** Those that are wanted. */
    List<Replica> wanted() {
        return all.subList(0, wanted);
    }

    /** Those that are wanted run and are ready. */
    void heal() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        boolean started = false;
        for (Replica replica : wanted()) {
            if (!replica.isRunning()) {
                replica.start();
                started = true;
            }
        }
        for (Replica replica : wanted()) {
            replica.awaitReady();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (started && took.compareTo(longestStart) > 0) {
            longestStart = took;
        }
    }

    /** The longest that {@link #heal} waited for servers it had started, since this was asked last; zero if it started none. */
    Duration takeLongestStart() {
        Duration longest = longestStart;
        longestStart = Duration.ZERO;
        return longest;
    }

    /** All three are wanted. */
    void reinforce() throws IOException, InterruptedException {
        wanted = all.size();
        heal();
    }

    /** Two are wanted, and the third ends. */
    void dismiss() throws IOException, InterruptedException {
        wanted = USUAL;
        for (Replica replica : all.subList(USUAL, all.size())) {
            if (replica.isRunning()) {
                Replica.await(replica.terminate());
            }
        }
    }

    /** Cuts every connection to the database. */
    void cutDatabase() {
        all.forEach(replica -> replica.relay().cut());
    }

    /** What no server may write, and one has. */
    Stream<String> complaints() {
        return all.stream().flatMap(replica -> replica.log().complaints().stream()
                .map(what -> "see the log of " + replica + ": " + what));
    }

    /** What their logs tell of a violation. */
    Stream<String> reasonsOf(String violation) {
        return all.stream().flatMap(replica -> replica.log().reasonOf(violation).stream());
    }

    @Override
    public void close() {
        all.forEach(Replica::close);
    }
}
