package est.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Who is connected to the embedded database. Stateless, hence thread-safe. */
final class DatabaseSessions {
    private DatabaseSessions() {}

    /**
     * Returns when nobody is connected to the database.
     *
     * @throws SQLException when patience is over
     */
    static void awaitNone(DatabaseAccess access, Duration patience) throws SQLException {
        try (Connection connection = access.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout = " + patience.toMillis());
            // waits inside the database: one round trip instead of a loop here
            statement.execute("""
                    do $$ begin
                      while exists (select from pg_stat_activity where datname = '%s') loop
                        perform pg_sleep(0.1);
                        perform pg_stat_clear_snapshot();
                      end loop;
                    end $$""".formatted(DatabasePreparation.DATABASE));
        }
    }
}
