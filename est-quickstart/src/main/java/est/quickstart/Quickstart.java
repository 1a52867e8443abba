package est.quickstart;

import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts the unmodified server, in this process, with a database and a PKI made on the spot; or with the operator's own, in
 * which case it makes nothing. Arguments are the server's: with none it serves, with some it runs one command.
 */
public final class Quickstart {
    private static final String DATA = "est.quickstart.data";
    private static final String SERVER = "io.quarkus.bootstrap.runner.AotQuarkusEntryPoint";

    /** Longer than the server takes to finish its requests (30 s). */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(35);

    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(5);

    private Quickstart() {}

    /**
     * Prepares what is missing and hands over to the server.
     *
     * @param arguments passed on
     */
    public static void main(String[] arguments) {
        try {
            GivenSettings given = GivenSettings.in(System.getenv(), System.getProperties(), Path.of(""));
            String data = System.getProperty(DATA, "data");
            // the server refuses settings it does not know
            System.clearProperty(DATA);
            if (!given.areComplete()) {
                prepare(Path.of(data), given, arguments.length == 0);
            }
            serve(arguments);
        } catch (CannotStart e) {
            endWith(e.getMessage());
        } catch (UncheckedIOException e) {
            endWith(String.valueOf(e.getCause()));
        }
    }

    private static void endWith(@Nullable String line) {
        System.err.println("est: " + line);
        System.exit(1);
    }

    private static void prepare(Path data, GivenSettings given, boolean serves) {
        Path own = OwnDirectory.claim(data);
        FirstRunPki pki = FirstRunPki.at(own.resolve("pki"), hostNames());
        Path databaseDirectory = own.resolve("database");
        EmbeddedDatabase database = DatabaseLifetime.untilShutdown(
                () -> serves
                        ? EmbeddedDatabase.start(databaseDirectory)
                        : EmbeddedDatabase.joinOrStart(databaseDirectory),
                serves ? DRAIN_PATIENCE : COMMAND_PATIENCE);
        settings(database, pki).forEach((name, value) -> {
            if (!given.has(name) && !(given.hasBelow("quarkus.tls.est") && name.startsWith("quarkus.tls.est."))) {
                System.setProperty(name, value);
            }
        });
        Welcome welcome = new Welcome(own, pki, Ports.in(System.getenv(), System.getProperties()));
        if (serves && welcome.isDue()) {
            System.setProperty(
                    "est.start.first-secret-file", welcome.secretFile().toString());
            welcome.sayWhenUp();
        }
    }

    /** What the server is told; see its documentation for the meaning. */
    public static Map<String, String> settings(EmbeddedDatabase database, FirstRunPki pki) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("est.database.url", database.url());
        settings.put("est.database.username", database.applicationName());
        settings.put("est.database.password", database.applicationPassword());
        settings.put("est.database.owner.username", database.ownerName());
        settings.put("est.database.owner.password", database.ownerPassword());
        settings.put("est.ca.main.type", "local");
        settings.put("est.ca.main.local.certificate", pki.issuingCertificates().toString());
        settings.put("est.ca.main.local.key", pki.issuingKey().toString());
        settings.put("est.label.default.ca", "main");
        settings.put(
                "quarkus.tls.est.key-store.pem.0.cert", pki.serverCertificates().toString());
        settings.put("quarkus.tls.est.key-store.pem.0.key", pki.serverKey().toString());
        settings.put("quarkus.management.host", "127.0.0.1");
        return settings;
    }

    private static Set<String> hostNames() {
        try {
            return Set.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            return Set.of(); // a machine whose own name does not resolve is reached as localhost
        }
    }

    private static void serve(String[] arguments) {
        try {
            // by name: this module works beside any build of the server and needs none to compile
            Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new CannotStart("the server failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new CannotStart("the server is not on the class path: start with ./start", e);
        }
    }
}
