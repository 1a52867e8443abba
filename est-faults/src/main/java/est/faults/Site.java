package est.faults;

import est.benchmark.Manufacturer;
import est.quickstart.FirstRunPki;
import est.quickstart.Quickstart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;

/**
 * Two servers over one database, or three, the devices that come to them, and all that these received. Used by one thread, but for
 * requests and receipts.
 */
final class Site implements AutoCloseable {

    /** A label where each request waits for an operator. */
    static final String WAITING = "waiting";

    static final int DEVICES = 40;
    private static final int SECRETS = 400;

    private final Deathwatch watch;
    private final Database database;
    private final Servers servers;
    private final Requests requests;
    private final Receipts receipts = new Receipts();
    private final Queue<Request> unanswered = new ConcurrentLinkedQueue<>();
    private final Set<String> known = new HashSet<>();
    private final Ledger ledger;
    private final Form form;
    private final ExecutorService clients = Executors.newCachedThreadPool(Site::daemon);

    /**
     * What distinguishes a short run.
     *
     * @param requestDeadline after which the doors give up
     * @param leasesPass whether leases of dead servers are made to pass at once instead of waited for
     * @param refusals how many are logged to nobody once a pipe is full; the server itself keeps some thousand lines
     * @param faketime libfaketime, where the servers' own clocks shall jump too
     */
    record Form(Duration requestDeadline, boolean leasesPass, int refusals, Optional<Path> faketime) {

        /** For every build. */
        static final Form SHORT = new Form(Duration.ofSeconds(10), true, 30, Optional.empty());

        /** With nothing shortened. */
        static final Form WHOLE = new Form(Duration.ofSeconds(30), false, 3_000, Optional.empty());

        /** The same with clocks that jump. */
        Form with(Optional<Path> library) {
            return new Form(requestDeadline, leasesPass, refusals, library);
        }
    }

    private Site(Deathwatch watch, Database database, Servers servers, Requests requests, Ledger ledger, Form form) {
        this.watch = watch;
        this.database = database;
        this.servers = servers;
        this.requests = requests;
        this.ledger = ledger;
        this.form = form;
    }

    /**
     * Makes everything in a temporary directory and starts it.
     *
     * @param root where the modules are
     * @param work where the unpacked PostgreSQL and the servers' logs stay
     */
    static Site open(Path root, Path work, Form form) throws IOException, InterruptedException, SQLException {
        Path directory = Files.createTempDirectory("est-faults-");
        Deathwatch watch = Deathwatch.over(directory);
        try {
            return open(root, directory, work, form, watch);
        } catch (GeneralSecurityException e) {
            watch.close();
            throw new IOException(e);
        } catch (IOException | InterruptedException | SQLException | RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    private static Site open(Path root, Path directory, Path work, Form form, Deathwatch watch)
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        Provider provider = Conscrypt.newProviderBuilder().build();
        Manufacturer manufacturer = new Manufacturer(provider);
        Path anchor = directory.resolve("manufacturer.pem");
        manufacturer.writeAnchor(anchor);
        FirstRunPki pki = FirstRunPki.at(directory.resolve("pki"), Set.of());
        Database database = new Database(directory.resolve("database"), work.resolve("postgres"));
        Map<String, String> settings = new HashMap<>(Quickstart.settings(database.access(), pki));
        settings.put("est.trust-anchors.maker", anchor.toString());
        settings.put("est.label.default.trust-anchors", "maker");
        settings.put("est.label." + WAITING + ".trust-anchors", "maker");
        settings.put("est.label." + WAITING + ".approval", "always");
        // servers are started again and again here, and nobody looks at how fast they are
        settings.put("est.rehearsal.warm-up", "0s");
        settings.put("est.door.request-deadline", form.requestDeadline().toSeconds() + "s");
        // all clients come from one address
        settings.put("est.door.connections-per-address", "5000");
        Servers servers = Servers.prepare(
                root, directory, work.resolve("logs"), database.access().port(), settings);
        Ledger ledger = new Ledger(
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pki.issuingCertificates())))
                        .getPublicKey(),
                provider);
        Requests requests = new Requests(manufacturer.devices(DEVICES), provider);
        Site site = new Site(watch, database, servers, requests, ledger, form);
        site.heal();
        return site;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "client");
        thread.setDaemon(true);
        return thread;
    }

    /** The same with three servers. */
    static Scenario amongThree(Scenario scenario) {
        return (site, times, findings) -> {
            site.servers.reinforce();
            try {
                return scenario.provoke(site, times, findings);
            } finally {
                site.servers.dismiss();
            }
        };
    }

    /** All servers run and are ready, and there are one-time secrets. */
    void heal() throws IOException, InterruptedException, SQLException {
        servers.heal();
        try (Connection connection = database.application()) {
            requests.stock(connection, SECRETS);
        }
    }

    /** Every request that was left unanswered gets its certificate now, as soon as the lease of whoever left it has passed. */
    void settle(Findings findings) throws IOException, InterruptedException, SQLException {
        if (form.leasesPass()) {
            letLeasesPass();
        }
        Witness witness = new Witness(this, findings);
        int turn = 0;
        for (Request request = unanswered.poll(); request != null; request = unanswered.poll()) {
            witness.granted(request, replica(turn++));
        }
    }

    /** As {@link Servers#takeLongestStart}. */
    Duration takeLongestStart() {
        return servers.takeLongestStart();
    }

    /** The leases of all that is open end now, as if a minute had gone by. */
    void letLeasesPass() throws SQLException {
        database.run(
                "update est.enrollment set lease_until = now() where lease_until > now()",
                "update est.credential set reserved_until = now() where reserved_until > now()");
    }

    /** Holds the record against what was received; finds what it did not find before. */
    void check(Findings findings) throws SQLException {
        try (Connection connection = database.owner()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            ledger.check(connection, receipts).stream().filter(known::add).forEach(findings::add);
        }
        servers.complaints().filter(known::add).forEach(findings::add);
    }

    /** What the servers' logs tell of a violation. */
    Stream<String> reasonsOf(String violation) {
        return servers.reasonsOf(violation);
    }

    /** The one number that a query gives. */
    long count(String query) throws SQLException {
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The one text that a query gives. */
    String text(String query) throws SQLException {
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Whether a certificate for its key is recorded. */
    boolean isCertified(Request request) throws SQLException {
        return count("select count(*) from est.certificate where " + RecordRules.ofKey(request)) > 0;
    }

    /** How many enrollments are left whose outcome nobody has settled. */
    int leftOpen() throws SQLException {
        try (Connection connection = database.owner()) {
            return RecordRules.leftOpen(connection).size();
        }
    }

    Database database() {
        return database;
    }

    /** By turns the one and the other. */
    Replica replica(int turn) {
        return servers.replica(turn);
    }

    List<Replica> replicas() {
        return servers.wanted();
    }

    Requests requests() {
        return requests;
    }

    Receipts receipts() {
        return receipts;
    }

    Ledger ledger() {
        return ledger;
    }

    Form form() {
        return form;
    }

    /** Threads for clients that act at once. */
    ExecutorService clients() {
        return clients;
    }

    /**
     * Does all at once and returns what each came to, in their order.
     *
     * @throws IOException if one of them failed
     */
    <T> List<T> atOnce(List<Callable<T>> all) throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> one : clients.invokeAll(all)) {
                results.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a client has failed", e);
        }
        return results;
    }

    /** This request has no certificate yet and must have one in the end. */
    void leave(Request request) {
        unanswered.add(request);
    }

    /** Cuts every connection to the database. */
    void cutDatabase() {
        servers.cutDatabase();
    }

    @Override
    public void close() throws IOException {
        clients.shutdownNow();
        servers.close();
        Patience.close(database::thaw);
        database.close();
        watch.close();
    }
}
