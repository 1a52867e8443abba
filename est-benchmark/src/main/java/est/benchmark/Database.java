package est.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The database of a server of {@code ./start}.
 *
 * @param directory where it lies
 */
record Database(Path directory) {

    /**
     * Takes everything back that was enrolled. Only a superuser can: nobody else changes the audit trail.
     *
     * @throws IOException if it cannot be reached or refuses
     */
    void forgetEnrollments() throws IOException {
        Properties access = new Properties();
        try (InputStream file = Files.newInputStream(directory.resolve("access.properties"))) {
            access.load(file);
        }
        String url = "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/est";
        try (Connection connection = DriverManager.getConnection(url, "postgres", access.getProperty("superuser"));
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    "truncate est.enrollment, est.certificate, est.audit_event, est.webhook_delivery cascade");
        } catch (SQLException e) {
            throw new IOException("the enrollments cannot be taken back", e);
        }
    }
}
