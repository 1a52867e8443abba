package est.quickstart;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Ties a database to the life of this process. Stateless, hence thread-safe. */
final class DatabaseLifetime {
    private DatabaseLifetime() {}

    /**
     * Opens the database and closes it when the process is told to end, also when it is told while the database starts: its
     * processes live in a session of their own and would stay behind.
     *
     * @throws CannotStart as {@code opening} does, or when the process is ending already
     */
    static EmbeddedDatabase untilShutdown(Supplier<EmbeddedDatabase> opening, Duration patience) {
        CompletableFuture<EmbeddedDatabase> opened = new CompletableFuture<>();
        AtomicBoolean ending = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ending.set(true);
                            opened.handle((database, failure) -> database)
                                    .thenAccept(database -> {
                                        if (database != null) {
                                            database.closeAfterLastSession(patience);
                                        }
                                    })
                                    .join();
                        },
                        "database-stop"));
        try {
            opened.complete(opening.get());
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
            throw e;
        }
        if (ending.get()) {
            throw new CannotStart("told to stop while starting");
        }
        return opened.join();
    }
}
