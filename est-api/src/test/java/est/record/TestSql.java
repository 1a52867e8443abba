package est.record;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** SQL behind the application's back, as either role. */
@ApplicationScoped
public class TestSql {
    private final DatabaseSettings settings;

    TestSql(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** One statement as the owner. */
    public void asOwner(String sql) throws SQLException {
        run(settings.owner().username(), settings.owner().password().reveal(), sql);
    }

    /** One statement as the application. */
    public void asApplication(String sql) throws SQLException {
        run(settings.username(), settings.password().reveal(), sql);
    }

    /** The first column of the first row as text. */
    public String ask(String sql) {
        try (Connection connection =
                        connect(settings.username(), settings.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is done while others wait. */
    interface Work {
        void run() throws Exception;
    }

    /** Nobody else can read or write the table. */
    void whileLocked(String table, Work work) throws Exception {
        whileHeld("lock table " + table, work);
    }

    /** The locks that the statement takes are held. */
    void whileHeld(String locking, Work work) throws Exception {
        try (Connection connection = connect(
                        settings.owner().username(), settings.owner().password().reveal());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(locking);
            try {
                work.run();
            } finally {
                connection.rollback();
            }
        }
    }

    private void run(String user, String password, String sql) throws SQLException {
        try (Connection connection = connect(user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:" + settings.url(), user, password);
    }
}
