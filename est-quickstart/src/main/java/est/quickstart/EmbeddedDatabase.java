package est.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on 127.0.0.1 with its data in one directory, made at the first start and kept. It has the database
 * {@code est}, the role that owns it and runs the migrations, and the role the server works with, which can define nothing.
 * Whoever opened it closes it; it outlives no orderly end of this process but does outlive a killed one, and is then stopped
 * at the next start. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String OWNER = "est_owner";
    private static final String APPLICATION = "est_app";

    private final DatabaseAccess access;
    private final @Nullable PostgresCluster cluster;
    private final @Nullable FileLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(DatabaseAccess access, @Nullable PostgresCluster cluster, @Nullable FileLock lock) {
        this.access = access;
        this.cluster = cluster;
        this.lock = lock;
    }

    /**
     * Starts the database in {@code directory}, making it first if need be; every commit is on disk before it is acknowledged.
     *
     * @throws CannotStart if the directory is another user's or in use, or PostgreSQL cannot run here
     */
    public static EmbeddedDatabase start(Path directory) {
        return open(directory, directory, true)
                .orElseThrow(
                        () -> new CannotStart(
                                directory.toAbsolutePath().normalize()
                                        + " is in use by another running server: stop that one, or name another directory with EST_DATA"));
    }

    /**
     * Uses the database that another process runs in {@code directory}, or starts it when none does.
     *
     * @throws CannotStart as {@link #start}
     */
    public static EmbeddedDatabase joinOrStart(Path directory) {
        return open(directory, directory, true).orElseGet(() -> join(directory));
    }

    /**
     * Starts an empty database for a test run: quick, without durability, on a free port. What an earlier run left in
     * {@code directory} is removed. The unpacked programs stay in {@code target/postgres} of the working directory.
     *
     * @throws CannotStart as {@link #start}
     */
    public static EmbeddedDatabase startForTests(Path directory) {
        EmbeddedDatabase database = open(
                        directory, Path.of("target", "postgres").toAbsolutePath(), false)
                .orElseThrow(() -> new CannotStart(directory + " is in use by another test run"));
        // a test run that is cut short closes nothing
        Runtime.getRuntime().addShutdownHook(new Thread(database::close, "embedded-database-stop"));
        return database;
    }

    /**
     * As {@link #start}, with the unpacked programs in a directory of their own that outlives the data.
     *
     * @throws CannotStart as {@link #start}
     */
    public static EmbeddedDatabase start(Path directory, Path programs) {
        return open(directory, programs, true)
                .orElseThrow(() -> new CannotStart(directory + " is in use by another process"));
    }

    private static Optional<EmbeddedDatabase> open(Path directory, Path programs, boolean durable) {
        Path own = OwnDirectory.claim(directory);
        try {
            PostgresBinaries.requireRunnable();
            Optional<FileLock> lock = OwnDirectory.lock(own);
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(open(own, PostgresBinaries.unpackedBelow(programs), durable, lock.get()));
            } catch (IOException | RuntimeException e) {
                lock.get().acquiredBy().close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedDatabase open(Path own, PostgresBinaries binaries, boolean durable, FileLock lock)
            throws IOException {
        PostgresCluster cluster = new PostgresCluster(binaries, own);
        cluster.stopOrphan();
        if (!durable) {
            Directories.delete(own.resolve("cluster"));
            Files.deleteIfExists(own.resolve("prepared"));
        }
        DatabaseAccess access = DatabaseAccess.of(own).onFreePort(own);
        cluster.initialize(access.superuser(), durable);
        cluster.start(access.port(), durable);
        try {
            prepare(own, access);
        } catch (SQLException e) {
            cluster.stop();
            throw new CannotStart("the embedded PostgreSQL refused its set-up, see " + own.resolve("postgres.log"), e);
        }
        return new EmbeddedDatabase(access, cluster, lock);
    }

    private static void prepare(Path own, DatabaseAccess access) throws IOException, SQLException {
        Path done = own.resolve("prepared");
        if (Files.notExists(done)) {
            new DatabasePreparation(access).run(OWNER, APPLICATION);
            Files.createFile(done);
        }
    }

    private static EmbeddedDatabase join(Path directory) {
        try {
            DatabaseAccess access = DatabaseAccess.savedIn(directory)
                    .orElseThrow(() -> new CannotStart(
                            directory + " is being set up by another process: try again when the server is ready"));
            return new EmbeddedDatabase(access, null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the database is, without credentials: {@code postgresql://127.0.0.1:PORT/est}. */
    public String url() {
        return "postgresql://127.0.0.1:" + access.port() + "/" + DatabasePreparation.DATABASE;
    }

    /** The port on 127.0.0.1, the same after every restart. */
    public int port() {
        return access.port();
    }

    /** The role that owns the database and runs the migrations. */
    public String ownerName() {
        return OWNER;
    }

    /** The owner's password; a secret. */
    public String ownerPassword() {
        return access.owner();
    }

    /** The role the server works with: it connects, and has what the migrations grant it. */
    public String applicationName() {
        return APPLICATION;
    }

    /** The application role's password; a secret. */
    public String applicationPassword() {
        return access.application();
    }

    /**
     * Waits until nobody is connected, then stops the database; a joined one keeps running and is not waited for. Idempotent.
     * This is how the server gets to finish its requests although shutdown hooks run at the same time: its sessions end last.
     *
     * @param patience after which sessions are ended
     */
    public void closeAfterLastSession(Duration patience) {
        if (cluster != null && !closed.get()) {
            try {
                DatabaseSessions.awaitNone(access, patience);
            } catch (SQLException e) {
                // patience is over, or the database is gone: either way there is nothing left to wait for
            }
        }
        close();
    }

    /** Stops the database, ending its sessions; a joined one keeps running. Idempotent. */
    @Override
    public void close() {
        if (cluster == null || lock == null || closed.getAndSet(true)) {
            return;
        }
        try {
            try {
                cluster.stop();
            } finally {
                lock.acquiredBy().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
