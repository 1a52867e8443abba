package est.record;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

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

    /**
     * How PostgreSQL would run a statement if it planned it now and there were nothing in any table.
     *
     * @param session statements that make the session like the application's
     * @param analyzed whether PostgreSQL has looked and knows that there is nothing
     */
    List<String> planForEmptyTables(String sql, List<String> session, boolean analyzed) throws SQLException {
        Properties simple = new Properties();
        simple.setProperty("user", settings.owner().username());
        simple.setProperty("password", settings.owner().password().reveal());
        // the other mode wants arguments for a plan that is made without
        simple.setProperty("preferQueryMode", "simple");
        try (Connection owner = DriverManager.getConnection("jdbc:" + settings.url(), simple);
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            for (String setting : session) {
                statement.execute(setting);
            }
            statement.execute("create schema nothing");
            for (String table : column(statement, "select tablename from pg_tables where schemaname = 'est'")) {
                statement.execute("create table nothing." + table + " (like est." + table + " including all)");
                if (analyzed) {
                    statement.execute("analyze nothing." + table);
                }
            }
            List<String> plan =
                    column(statement, "explain (generic_plan, costs off) " + sql.replace(" est.", " nothing."));
            owner.rollback();
            return plan;
        }
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
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
