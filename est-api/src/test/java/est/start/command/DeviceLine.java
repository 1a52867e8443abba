package est.start.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** An operator who types {@code ./start device …}. */
@ApplicationScoped
public class DeviceLine {
    private final OperatorCommands commands;

    DeviceLine(OperatorCommands commands) {
        this.commands = commands;
    }

    /** What the command prints; it has to succeed. */
    public String run(String command, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = execute(out, err, Stream.concat(Stream.of(command), Stream.of(options)));
        if (code != 0) {
            throw new IllegalStateException("exit code " + code + ": " + err);
        }
        return out.toString();
    }

    /** The exit code and what it complains about, in a line each. */
    public String refused(String... arguments) {
        StringWriter err = new StringWriter();
        int code = execute(new StringWriter(), err, Stream.of(arguments));
        return code + "\n" + err;
    }

    private int execute(StringWriter out, StringWriter err, Stream<String> arguments) {
        return commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("device"), arguments).toArray(String[]::new));
    }
}
