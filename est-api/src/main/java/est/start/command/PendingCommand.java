package est.start.command;

import est.approval.ShownRequest;
import est.record.PendingRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the requests that wait for a person, oldest first, a line each. */
@Command(
        name = "pending",
        description = "Lists the requests that wait for approval, oldest first.",
        mixinStandardHelpOptions = true)
final class PendingCommand implements Callable<Integer> {
    private final OperatorCommands operator;

    @Spec
    private CommandSpec spec;

    @Option(names = "--label", paramLabel = "LABEL", description = "Of one label only.")
    private Optional<String> label = Optional.empty();

    PendingCommand(OperatorCommands operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() {
        Restrictions.check(spec, Optional.empty(), label);
        Lines.print(
                spec,
                (after, atMost) -> operator.await(operator.pending().waiting(label, after, atMost)),
                PendingRequest::id,
                PendingCommand::line);
        return 0;
    }

    private static String line(PendingRequest pending) {
        ShownRequest shown = ShownRequest.of(pending.content());
        return Lines.columns(
                pending.id().toString(),
                pending.origin().label(),
                pending.origin().operation(),
                pending.createdAt().toString(),
                pending.expiresAt().toString(),
                ShownRequest.printable(pending.origin().identity()),
                pending.origin().address(),
                shown.keyKind(),
                shown.spkiSha256(),
                shown.subject(),
                String.join(" ", shown.alternativeNames()),
                pending.occasion().name(),
                ShownRequest.printable(pending.occasion().remark()));
    }
}
