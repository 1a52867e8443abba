package est.quickstart;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives a new cluster its database and its two roles; running it twice changes nothing.
 *
 * @param access superuser and the passwords to set
 */
record DatabasePreparation(DatabaseAccess access) {
    static final String DATABASE = "est";

    void run(String owner, String application) throws SQLException {
        try (Connection connection = access.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            // the server itself turns the password into a SCRAM verifier; passwords here are hex, names are constants
            role(statement, owner, access.owner());
            role(statement, application, access.application());
            if (isMissing(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + owner);
            }
            statement.execute("revoke all on database " + DATABASE + " from public");
            statement.execute("grant connect on database " + DATABASE + " to " + application);
            statement.execute("revoke connect on database postgres from public");
        }
    }

    private static void role(Statement statement, String name, String password) throws SQLException {
        boolean missing = isMissing(statement, "select 1 from pg_roles where rolname = '" + name + "'");
        statement.execute((missing ? "create" : "alter") + " role " + name
                + " login nosuperuser nocreatedb nocreaterole password '" + password + "'");
    }

    private static boolean isMissing(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return !answer.next();
        }
    }
}
