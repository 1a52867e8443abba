package est.start;

import est.start.command.OperatorCommands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.BindException;
import java.util.Map;
import org.jboss.logging.Logger;

/** Without arguments the server, with arguments one operator's command, beside a running server or without. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(Main.class);

    /** A command opens no port, and standard output is its answer alone. */
    private static final Map<String, String> FOR_A_COMMAND = Map.of(
            "quarkus.management.host-enabled", "false",
            "quarkus.http.host-enabled", "false",
            "quarkus.banner.enabled", "false",
            "quarkus.log.console.stderr", "true",
            "quarkus.log.console.async.enabled", "false",
            "quarkus.log.level", "ERROR",
            "quarkus.datasource.reactive.max-size", "2");

    private final Startup startup;
    private final OperatorCommands commands;

    Main(Startup startup, OperatorCommands commands) {
        this.startup = startup;
        this.commands = commands;
    }

    /**
     * The process.
     *
     * @param arguments none, or a command and its options
     */
    public static void main(String... arguments) {
        if (arguments.length > 0) {
            FOR_A_COMMAND.forEach(System::setProperty);
        }
        StartComplaint.inOneLine();
        Quarkus.run(Main.class, arguments);
    }

    @Override
    public int run(String... arguments) {
        if (arguments.length > 0) {
            return commands.run(arguments);
        }
        startup.serve().subscribe().with(up -> LOG.info("the server is up"), failure -> {
            explain(failure);
            Quarkus.asyncExit(1);
        });
        Quarkus.waitForExit();
        return 0;
    }

    /** What the operator can mend is one line; everything else comes with its trace. */
    private void explain(Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            LOG.errorf("the server cannot start: %s", failure.getMessage());
        } else if (failure instanceof BindException) {
            LOG.errorf("the server cannot start: est.door.port is taken: %s", failure.getMessage());
        } else {
            LOG.error("the server cannot start", failure);
        }
    }
}
