package est.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The database is there and does not do what it is asked to. */
final class Obstructions {

    private static final String ROWS = "select count(*) from est.enrollment";

    private Obstructions() {}

    /** F-6: the database takes no changes. */
    static int readOnly(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        return standing(
                site,
                times,
                findings,
                "with a read-only database",
                "alter database est set default_transaction_read_only = on",
                "set default_transaction_read_only = off",
                "alter database est reset default_transaction_read_only");
    }

    /** F-9: the database has no connection left. */
    static int noConnections(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        return standing(
                site,
                times,
                findings,
                "without a connection",
                "alter database est connection limit 0",
                "alter database est connection limit -1");
    }

    /** Something that holds for new connections, so all are cut; its first statement begins it, the others end it. */
    private static int standing(Site site, int times, Findings findings, String because, String... statements)
            throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        for (int i = 0; i < times; i++) {
            Replica replica = site.replica(i);
            // connected before it begins: afterwards nobody gets in
            try (Connection connection = site.database().owner();
                    Statement statement = connection.createStatement()) {
                long before = site.count(ROWS);
                statement.execute(statements[0]);
                try {
                    site.cutDatabase();
                    witness.refused(site.requests().next(), replica, because);
                    witness.refused(site.requests().ofDevice(), site.replica(i + 1), because);
                } finally {
                    for (String end : List.of(statements).subList(1, statements.length)) {
                        statement.execute(end);
                    }
                    site.cutDatabase();
                }
                findings.require(site.count(ROWS) == before, "an enrollment began " + because);
            }
            witness.granted(site.requests().next(), replica);
            site.heal();
        }
        return times;
    }

    /** F-10: the tables are locked. */
    static int locked(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        for (int i = 0; i < times; i++) {
            String table = i % 2 == 0 ? "est.enrollment" : "est.certificate";
            Replica replica = site.replica(i);
            try (Connection connection = site.database().owner();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("lock table " + table + " in access exclusive mode");
                Crowd.refused(site, replica, findings, "with " + table + " locked");
                findings.require(replica.health("live") == 200, "not live with " + table + " locked");
                connection.rollback();
            }
            witness.granted(site.requests().next(), replica);
        }
        return times;
    }

    /** F-11: inserting the intent, the certificate or the audit event fails. */
    static int failingInserts(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        List<String> tables = List.of("est.enrollment", "est.certificate", "est.audit_event");
        for (int i = 0; i < times; i++) {
            String table = tables.get(i % tables.size());
            triggered(
                    site,
                    i,
                    findings,
                    table,
                    "raise exception 'the disk says no' using errcode = 'disk_full';",
                    "when an insert into " + table + " fails",
                    Obstructions::oneRefused);
        }
        return times;
    }

    /** F-12: statements take longer than anybody waits. */
    static int slow(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        List<String> tables = List.of("est.enrollment", "est.certificate");
        long seconds = Math.min(20, site.form().requestDeadline().toSeconds() + 2);
        for (int i = 0; i < times; i++) {
            String table = tables.get(i % tables.size());
            triggered(
                    site,
                    i,
                    findings,
                    table,
                    "perform pg_sleep(" + seconds + "); return new;",
                    "when an insert into " + table + " takes " + seconds + " s",
                    Crowd::refused);
        }
        return times;
    }

    /** Who asks while it lasts. */
    private interface Asking {
        void ask(Site site, Replica replica, Findings findings, String because)
                throws IOException, InterruptedException;
    }

    private static void oneRefused(Site site, Replica replica, Findings findings, String because) {
        new Witness(site, findings).refused(site.requests().next(), replica, because);
    }

    private static void triggered(
            Site site, int turn, Findings findings, String table, String body, String because, Asking asking)
            throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        Replica replica = site.replica(turn);
        site.database()
                .run(
                        "create function est.obstruct() returns trigger language plpgsql as $$ begin " + body
                                + " end $$",
                        "create trigger obstruct before insert on " + table
                                + " for each row execute function est.obstruct()");
        try {
            asking.ask(site, replica, findings, because);
        } finally {
            // waits for those who sleep in it
            site.database().run("drop trigger obstruct on " + table, "drop function est.obstruct()");
        }
        witness.granted(site.requests().next(), replica);
    }
}
