package est.start.command;

import est.record.RecordFailure;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a user with a password. */
@Command(
        name = "user",
        description =
                "Adds a user; the password is typed, or is the first line of standard input. With another command, lists the users"
                        + " and takes them back.",
        mixinStandardHelpOptions = true)
final class UserCommand implements Callable<Integer> {
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST = 256;

    private final OperatorCommands operator;
    private final PasswordEntry entry;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The user name; case counts.")
    private String name = "";

    @Option(names = "--cn", paramLabel = "NAME", description = "The only common name the user may enroll.")
    private Optional<String> commonName = Optional.empty();

    @Option(names = "--label", paramLabel = "LABEL", description = "The only label the user may use.")
    private Optional<String> label = Optional.empty();

    UserCommand(OperatorCommands operator, PasswordEntry entry) {
        this.operator = operator;
        this.entry = entry;
    }

    @Override
    public Integer call() {
        Restrictions.check(spec, commonName, label);
        // RFC 7617 §2: a user name with a colon cannot be sent; an empty one is the one-time secrets'
        if (name.isEmpty() || name.length() > LONGEST || name.contains(":") || Restrictions.hasControl(name)) {
            throw Restrictions.refusal(spec, "NAME must be 1 to 256 characters without colon or control characters");
        }
        String password = entry.read();
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST || Restrictions.hasControl(password)) {
            throw new NotDone("the password must be 8 to 256 characters without control characters");
        }
        String hash = operator.hash(password).phc();
        try {
            operator.await(operator.credentials().createUser(name, hash, commonName, label, OperatorCommands.actor()));
        } catch (RecordFailure e) {
            throw e.kind() == RecordFailure.Kind.NAME_TAKEN ? new NotDone("that user exists already", e) : e;
        }
        return 0;
    }
}
