package est.start.command;

import est.console.OperatorToken;
import est.record.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may use the console. */
@Command(
        name = "operator",
        description = "Adds, removes and lists operators of the console.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class OperatorCommand {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Prints a new operator's token and nothing else. */
    @Command(
            name = "add",
            description = "Adds an operator and prints the token, once.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        private final OperatorCommands commands;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and . _ -")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                defaultValue = "VIEWER",
                description = "One of ${COMPLETION-CANDIDATES}, in any case; ${DEFAULT-VALUE} if not given.")
        private Operator.Role role = Operator.Role.VIEWER;

        @Option(
                names = "--valid",
                paramLabel = "TIME",
                defaultValue = "90d",
                description = "For how long, such as 12h, 90d; ${DEFAULT-VALUE} if not given.")
        private Duration valid = Duration.ofDays(90);

        Add(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            if (!NAME.matcher(name).matches()) {
                throw Restrictions.refusal(spec, "NAME must be 1 to 64 lower-case letters, digits and . _ -");
            }
            OperatorToken token = commands.token();
            Instant expiresAt = commands.clock().instant().plus(valid);
            commands.await(commands.operators().add(name, role, token.sha256(), expiresAt, OperatorCommands.actor()));
            spec.commandLine().getOut().println(token.reveal());
            return 0;
        }
    }

    /** Takes an operator's rights. */
    @Command(
            name = "remove",
            description = "Removes an operator: the token counts no more from the next call on.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        private final OperatorCommands commands;

        @Parameters(paramLabel = "NAME")
        private String name = "";

        Remove(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            if (!commands.await(commands.operators().remove(name, OperatorCommands.actor()))) {
                throw new NotDone("there is no such operator");
            }
            return 0;
        }
    }

    /** Lists operators, a line each. */
    @Command(name = "list", description = "Lists the operators.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final OperatorCommands commands;

        @Spec
        private CommandSpec spec;

        Show(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            commands.await(commands.operators().all()).forEach(each -> spec.commandLine()
                    .getOut()
                    .println(Lines.columns(
                            each.name(), each.role().name(), each.expiresAt().toString())));
            return 0;
        }
    }
}
