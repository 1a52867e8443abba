package est.quickstart;

import java.nio.file.Path;
import java.time.Duration;

/** A process that starts the database and waits to be told to end, or to be killed. */
final class DatabaseHolder {
    private DatabaseHolder() {}

    public static void main(String[] args) throws Exception {
        EmbeddedDatabase database =
                DatabaseLifetime.untilShutdown(() -> EmbeddedDatabase.start(Path.of(args[0])), Duration.ofSeconds(10));
        System.out.println("started " + database.port());
        System.out.flush();
        Thread.currentThread().join();
    }
}
