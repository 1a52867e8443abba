package est.quickstart;

import java.nio.file.Path;

/** A process that starts the database and waits to be killed. */
final class DatabaseHolder {
    private DatabaseHolder() {}

    public static void main(String[] args) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]));
        System.out.println("started");
        System.out.flush();
        Thread.currentThread().join();
        database.close();
    }
}
