package est.start.command;

import est.approval.ShownRequest;
import est.record.PendingRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    private static final int PAGE = 200;

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
        PrintWriter out = spec.commandLine().getOut();
        Optional<UUID> after = Optional.empty();
        List<PendingRequest> page;
        do {
            page = operator.await(operator.pending().waiting(label, after, PAGE));
            page.forEach(each -> out.println(line(each)));
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).id());
        } while (page.size() == PAGE);
        out.flush();
        return 0;
    }

    /** Columns between tabs, for eyes and for cut(1). */
    private static String line(PendingRequest pending) {
        ShownRequest shown = ShownRequest.of(pending.content());
        return String.join(
                "\t",
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
