package est.device;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks into the database from outside, as the application's role with a connection of its own. */
@ApplicationScoped
public class IssuedCount {

    @ConfigProperty(name = "est.database.url")
    String url;

    @ConfigProperty(name = "est.database.username")
    String userName;

    @ConfigProperty(name = "est.database.password")
    String password;

    /** Rows of certificates. */
    public long certificates() {
        return number("select count(*) from est.certificate");
    }

    /** Changes rows as an operator would by hand. */
    public void change(String update) {
        try (Connection connection = DriverManager.getConnection("jdbc:" + url, userName, password);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(update);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** The one text that a query gives. */
    public String text(String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:" + url, userName, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** The one number that a query gives. */
    public long number(String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:" + url, userName, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
