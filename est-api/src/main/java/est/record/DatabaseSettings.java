package est.record;

import est.pki.SecretText;
import io.smallrye.config.ConfigMapping;

/** Where the database is and who uses it. */
@ConfigMapping(prefix = "est.database")
public interface DatabaseSettings {

    /** {@code postgresql://host:port/database}, without credentials; both drivers' addresses are derived from it. */
    String url();

    /** The role the server works with: it defines nothing and can only add to the audit. */
    String username();

    /** That role's password. */
    SecretText password();

    /** The role that owns the schema and runs the migrations. */
    Owner owner();

    /** The role that owns the schema and runs the migrations. */
    interface Owner {

        /** The role's name; not the one the server works with. */
        String username();

        /** The role's password. */
        SecretText password();
    }
}
