package est.start.command;

import est.console.OperatorToken;
import est.identity.PasswordHash;
import est.record.BlockedKeys;
import est.record.CertificateRecords;
import est.record.Credential;
import est.record.CredentialChanges;
import est.record.CredentialRecords;
import est.record.DeviceRecords;
import est.record.DeviceState;
import est.record.OperatorRecords;
import est.record.PendingRecords;
import est.record.RecordFailure;
import est.settings.SettingsInForce;
import est.start.Migrations;
import est.start.SecretIssue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs one command line. Commands wait for the database on the calling thread, which is none of Vert.x's. */
@ApplicationScoped
public class OperatorCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Migrations migrations;
    private final SecretIssue secrets;
    private final CredentialRecords credentials;
    private final CredentialChanges credentialChanges;
    private final CertificateRecords certificates;
    private final BlockedKeys blockedKeys;
    private final PendingRecords pending;
    private final OperatorRecords operators;
    private final SettingsInForce settings;
    private final DeviceRecords devices;
    private final SecureRandom random;
    private final Clock clock;

    OperatorCommands(
            Migrations migrations,
            SecretIssue secrets,
            CredentialRecords credentials,
            CredentialChanges credentialChanges,
            CertificateRecords certificates,
            BlockedKeys blockedKeys,
            PendingRecords pending,
            OperatorRecords operators,
            SettingsInForce settings,
            DeviceRecords devices,
            SecureRandom random,
            Clock clock) {
        this.migrations = migrations;
        this.secrets = secrets;
        this.credentials = credentials;
        this.credentialChanges = credentialChanges;
        this.certificates = certificates;
        this.blockedKeys = blockedKeys;
        this.pending = pending;
        this.operators = operators;
        this.settings = settings;
        this.devices = devices;
        this.random = random;
        this.clock = clock;
    }

    /** Runs the command on standard input and output and returns its exit code. */
    public int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** The command line, for tests to give it other streams. */
    CommandLine commandLine() {
        return new CommandLine(new Est())
                .addSubcommand(credential(new SecretCommand(this), Credential.Kind.SECRET))
                .addSubcommand(credential(new UserCommand(this, PasswordEntry.ofTheProcess()), Credential.Kind.PASSWORD)
                        .addSubcommand("add", new UserCommand(this, PasswordEntry.ofTheProcess())))
                .addSubcommand(new RevokeCommand(this))
                .addSubcommand(new BlockCommand(this))
                .addSubcommand(new PendingCommand(this))
                .addSubcommand(new ApproveCommand(this))
                .addSubcommand(new RejectCommand(this))
                .addSubcommand(new SettingsCommand(settings))
                .addSubcommand(new DnsSdCommand())
                .addSubcommand(new CommandLine(new OperatorCommand())
                        .addSubcommand(new OperatorCommand.Add(this))
                        .addSubcommand(new OperatorCommand.Remove(this))
                        .addSubcommand(new OperatorCommand.Show(this)))
                .addSubcommand(device())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, Durations::parse)
                .setExecutionExceptionHandler(OperatorCommands::explain);
    }

    private CommandLine credential(Object command, Credential.Kind kind) {
        return new CommandLine(command)
                .addSubcommand("list", new CredentialCommand.Show(this, kind))
                .addSubcommand("disable", new CredentialCommand.Change(this, kind, CredentialCommand.Act.DISABLE))
                .addSubcommand("enable", new CredentialCommand.Change(this, kind, CredentialCommand.Act.ENABLE))
                .addSubcommand("remove", new CredentialCommand.Change(this, kind, CredentialCommand.Act.REMOVE));
    }

    private CommandLine device() {
        return new CommandLine(new DeviceCommand())
                .addSubcommand(new DeviceCommand.Add(this))
                .addSubcommand(new DeviceCommand.Import(this))
                .addSubcommand(new DeviceCommand.Show(this))
                .addSubcommand(new DeviceCommand.One(this))
                .addSubcommand("enable", new DeviceCommand.Change(this, DeviceState.ACTIVE))
                .addSubcommand("disable", new DeviceCommand.Change(this, DeviceState.DISABLED))
                .addSubcommand(new DeviceCommand.Remove(this));
    }

    SecretIssue secrets() {
        return secrets;
    }

    CredentialRecords credentials() {
        return credentials;
    }

    CredentialChanges credentialChanges() {
        return credentialChanges;
    }

    CertificateRecords certificates() {
        return certificates;
    }

    BlockedKeys blockedKeys() {
        return blockedKeys;
    }

    PendingRecords pending() {
        return pending;
    }

    OperatorRecords operators() {
        return operators;
    }

    DeviceRecords devices() {
        return devices;
    }

    OperatorToken token() {
        return OperatorToken.draw(random);
    }

    Clock clock() {
        return clock;
    }

    PasswordHash hash(String password) {
        return PasswordHash.of(password, random);
    }

    /** Waits for the migrations, then for the work. */
    <T> T await(Uni<T> work) {
        try {
            // a command of many statements migrates before the first
            (migrations.done() ? Uni.createFrom().voidItem() : migrations.once())
                    .await()
                    .atMost(PATIENCE);
        } catch (RuntimeException e) {
            throw new NotDone("the database cannot be reached or set up: " + Migrations.reason(e), e);
        }
        return work.await().atMost(PATIENCE);
    }

    /** Who does it, for the audit: the account this process runs as. */
    static String actor() {
        return "operator " + System.getProperty("user.name");
    }

    /** Says on standard error why a command did not do what it was told. */
    static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof NotDone || failure instanceof RecordFailure) {
            err.println("est: " + failure.getMessage());
        } else {
            err.println("est: " + failure.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ": "
                    + failure.getMessage());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "est",
            description = "Without a command: runs the server.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND")
    private static final class Est {}
}
