package est.start.command;

import est.settings.SettingsInForce;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the settings that a server started in the same place has. */
@Command(
        name = "settings",
        description = "Shows every setting in force, its value and where that is from. Secrets are not shown.",
        mixinStandardHelpOptions = true)
final class SettingsCommand implements Callable<Integer> {
    private final SettingsInForce settings;

    @Spec
    private CommandSpec spec;

    SettingsCommand(SettingsInForce settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        settings.now().settings().forEach(each -> out.println(Lines.columns(each.name(), each.value(), each.source())));
        out.flush();
        return 0;
    }
}
