package est.faults;

import est.quickstart.CannotStart;
import est.quickstart.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL that servers under test share, and what can happen to it. Commits are on disk. Used by one thread. */
final class Database implements AutoCloseable {

    private final Path directory;
    private final Path programs;
    private EmbeddedDatabase embedded;
    private List<Long> frozen = List.of();

    /** Makes it and starts it. */
    Database(Path directory, Path programs) {
        this.directory = directory;
        this.programs = programs;
        this.embedded = EmbeddedDatabase.start(directory, programs);
    }

    /** How to reach it. */
    EmbeddedDatabase access() {
        return embedded;
    }

    /** A connection of the role that owns the schema; the caller closes it. */
    Connection owner() throws SQLException {
        return DriverManager.getConnection("jdbc:" + embedded.url(), embedded.ownerName(), embedded.ownerPassword());
    }

    /** A connection of the role that the servers work with; the caller closes it. */
    Connection application() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + embedded.url(), embedded.applicationName(), embedded.applicationPassword());
    }

    /** Runs statements as the owner, each for itself. */
    void run(String... statements) throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Kills every process of it at once, as a machine does that loses power, but for the disk. */
    void kill() throws IOException, InterruptedException {
        List<Long> family = family();
        Signal.KILL.to(family);
        Patience.await("the end of PostgreSQL", () -> family.stream().allMatch(Signal::isGone));
        close();
    }

    /** Stops it as an operator does. */
    void stop() {
        close();
    }

    /** Starts it again on the same data and the same port. */
    void start() {
        int port = embedded.port();
        embedded = EmbeddedDatabase.start(directory, programs);
        if (embedded.port() != port) {
            throw new IllegalStateException("the port of the database was taken meanwhile");
        }
    }

    /** Every process of it stands still. */
    void freeze() throws IOException, InterruptedException {
        frozen = family();
        Signal.STOP.to(frozen);
    }

    /** They go on. */
    void thaw() throws IOException, InterruptedException {
        Signal.CONT.to(frozen);
        frozen = List.of();
    }

    private List<Long> family() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
        return Stream.concat(
                        Stream.of(postmaster),
                        ProcessHandle.of(postmaster).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
    }

    @Override
    public void close() {
        try {
            embedded.close();
        } catch (CannotStart gone) {
            // killed before
        }
    }
}
