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

    static final String NAME = "est";
    static final String SUPERUSER = "postgres";

    /**
     * Takes everything back that was enrolled. Only a superuser can: nobody else changes the audit trail.
     *
     * @throws IOException if it cannot be reached or refuses
     */
    void forgetEnrollments() throws IOException {
        execute(
                "set session_replication_role = replica",
                "truncate est.enrollment, est.certificate, est.audit_event, est.webhook_delivery cascade");
    }

    /**
     * Executes statements as a superuser, one after the other over one connection.
     *
     * @throws IOException if it cannot be reached or refuses
     */
    void execute(String... statements) throws IOException {
        Properties access = access();
        String url = "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/" + NAME;
        try (Connection connection = DriverManager.getConnection(url, SUPERUSER, access.getProperty("superuser"));
                Statement each = connection.createStatement()) {
            for (String statement : statements) {
                each.execute(statement);
            }
        } catch (SQLException e) {
            throw new IOException("the database refuses", e);
        }
    }

    /** Where it listens and what its superuser's password is: {@code port}, {@code superuser}. */
    Properties access() throws IOException {
        Properties access = new Properties();
        try (InputStream file = Files.newInputStream(directory.resolve("access.properties"))) {
            access.load(file);
        }
        return access;
    }
}
