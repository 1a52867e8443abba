package est.start.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the DNS records by which NMOS devices find this server. Looks at no setting: what clients see may be a load balancer. */
@Command(
        name = "dns-sd",
        description = "Prints the DNS records by which NMOS devices find this server (_nmos-certs._tcp).",
        mixinStandardHelpOptions = true)
final class DnsSdCommand implements Callable<Integer> {
    private static final Pattern NAME =
            Pattern.compile("(?i)(?=.{1,253}\\.?$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*"
                    + "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]+");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            required = true,
            description = "Where devices look, such as studio.example.")
    private String domain = "";

    @Option(
            names = "--target",
            paramLabel = "HOST",
            description = "The server's name; est in the domain if not given. It needs an address record of its own.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "Where the server is reached; ${DEFAULT-VALUE} if not given.")
    private int port = 8443;

    @Option(names = "--label", paramLabel = "LABEL", description = "Of the server, told as api_selector.")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--priority",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "0 first, 99 last, from 100 on for development; ${DEFAULT-VALUE} if not given.")
    private int priority;

    @Option(
            names = "--nsupdate",
            description = "As input for nsupdate(1), which sends it as an RFC 2136 update, instead of a zone file.")
    private boolean nsupdate;

    @Override
    public Integer call() {
        require(NAME.matcher(domain).matches(), "--domain must be a DNS name");
        String host = target.orElse("est." + domain);
        require(NAME.matcher(host).matches(), "--target must be a DNS name");
        require(port >= 1 && port <= 65_535, "--port must be 1 to 65535");
        require(priority >= 0 && priority <= 65_535, "--priority must be 0 to 65535");
        require(label.map(name -> LABEL.matcher(name).matches()).orElse(true), "--label must be the name of a label");
        ServiceRecords records = new ServiceRecords(domain, host, port, priority, label);
        spec.commandLine().getOut().print(nsupdate ? records.update() : records.zone());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void require(boolean holds, String why) {
        if (!holds) {
            throw Restrictions.refusal(spec, why);
        }
    }
}
