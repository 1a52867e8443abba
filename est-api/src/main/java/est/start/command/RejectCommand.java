package est.start.command;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rejects a waiting request: its repeat is refused. */
@Command(
        name = "reject",
        description = "Rejects a request that waits: its repeat is refused.",
        mixinStandardHelpOptions = true)
final class RejectCommand implements Callable<Integer> {
    private static final int LONGEST_REASON = 256;

    private final OperatorCommands operator;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "As ./start pending shows it.")
    private UUID id = new UUID(0, 0);

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "For the record and the audit; the client does not see it.")
    private String reason = "";

    RejectCommand(OperatorCommands operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() {
        if (reason.length() > LONGEST_REASON || Restrictions.hasControl(reason)) {
            throw Restrictions.refusal(spec, "--reason must be at most 256 printable characters");
        }
        ApproveCommand.requireDone(operator.await(operator.pending().reject(id, reason, OperatorCommands.actor())));
        return 0;
    }
}
