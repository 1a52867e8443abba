package est.start.command;

import est.record.Credential;
import est.record.Credential.Kind;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands {@code user} and {@code secret} have in common: those that there are, and taking them back. */
final class CredentialCommand {

    private CredentialCommand() {}

    /** Lists, a line each. */
    @Command(description = "Lists them, a line each.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final OperatorCommands commands;
        private final Kind kind;

        @Spec
        private CommandSpec spec;

        Show(OperatorCommands commands, Kind kind) {
            this.commands = commands;
            this.kind = kind;
        }

        @Override
        public Integer call() {
            Instant now = commands.clock().instant();
            Lines.print(
                    spec,
                    (after, atMost) ->
                            commands.await(commands.credentialChanges().list(kind, after, atMost)),
                    Credential::id,
                    each -> line(each, now));
            return 0;
        }
    }

    /** Columns: name, state, label, common name, and for secrets profile, since when, until when, when spent. */
    private static String line(Credential credential, Instant now) {
        return Lines.columns(
                credential.name(),
                credential.state(now),
                credential.label().orElse("*"),
                credential.commonName().orElse("*"),
                credential.profile().orElse(credential.kind() == Kind.SECRET ? "of the label" : ""),
                credential.createdAt().toString(),
                credential.expiresAt().map(Instant::toString).orElse(""),
                credential.spentAt().map(Instant::toString).orElse(""));
    }

    /** What can be done to one. */
    enum Act {
        DISABLE,
        ENABLE,
        REMOVE
    }

    /** Does it to one. */
    @Command(mixinStandardHelpOptions = true)
    static final class Change implements Callable<Integer> {
        private final OperatorCommands commands;
        private final Kind kind;
        private final Act act;

        @Parameters(paramLabel = "NAME", description = "User name, or the id of a secret as the list shows it.")
        private String name = "";

        Change(OperatorCommands commands, Kind kind, Act act) {
            this.commands = commands;
            this.kind = kind;
            this.act = act;
        }

        @Override
        public Integer call() {
            String actor = OperatorCommands.actor();
            boolean done = commands.await(
                    switch (act) {
                        case DISABLE -> commands.credentialChanges().disable(kind, name, actor);
                        case ENABLE -> commands.credentialChanges().enable(kind, name, actor);
                        case REMOVE -> commands.credentialChanges().remove(kind, name, actor);
                    });
            if (!done) {
                throw new NotDone(kind == Kind.SECRET ? "there is no such secret" : "there is no such user");
            }
            return 0;
        }
    }
}
