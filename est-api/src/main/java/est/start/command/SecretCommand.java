package est.start.command;

import est.identity.OneTimeSecret;
import est.start.SecretIssue;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a new one-time secret and nothing else. */
@Command(
        name = "secret",
        description = "Prints a new one-time enrollment secret; with a command, lists and takes back those there are.",
        mixinStandardHelpOptions = true)
final class SecretCommand implements Callable<Integer> {
    private final OperatorCommands operator;

    @Spec
    private CommandSpec spec;

    @Option(names = "--cn", paramLabel = "NAME", description = "The only common name it may enroll.")
    private Optional<String> commonName = Optional.empty();

    @Option(names = "--label", paramLabel = "LABEL", description = "The only label it is good for.")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "The profile that grants in place of the label's.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "For how long, such as 30m, 24h, 7d; ${DEFAULT-VALUE} if not given.")
    private Duration valid = Duration.ofHours(24);

    SecretCommand(OperatorCommands operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() {
        Restrictions.check(spec, commonName, label);
        String secret = operator.await(draw()).reveal();
        spec.commandLine().getOut().println(secret);
        return 0;
    }

    private Uni<OneTimeSecret> draw() {
        return operator.secrets()
                .issue(new SecretIssue.Terms(commonName, label, profile, valid), OperatorCommands.actor())
                .onFailure(IllegalArgumentException.class)
                .transform(cannotBe -> new NotDone(String.valueOf(cannotBe.getMessage()), cannotBe));
    }
}
