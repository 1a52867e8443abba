package est.start.command;

import est.record.Decided;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Approves a waiting request: its repeat gets a certificate. */
@Command(
        name = "approve",
        description = "Approves a request that waits: its repeat gets a certificate.",
        mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
    private final OperatorCommands operator;

    @Parameters(paramLabel = "ID", description = "As ./start pending shows it.")
    private UUID id = new UUID(0, 0);

    ApproveCommand(OperatorCommands operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() {
        requireDone(operator.await(operator.pending().approve(id, OperatorCommands.actor())));
        return 0;
    }

    static void requireDone(Decided decided) {
        switch (decided) {
            case DONE -> {}
            case TOO_LATE ->
                throw new NotDone("the request does not wait any more: it was decided, or its time has passed");
            case UNKNOWN -> throw new NotDone("there is no such request");
        }
    }
}
