package est.start.command;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints the DNS records by which NMOS devices find this server, or has a DNS server take them. Looks at no setting: what
 * clients see may be a load balancer.
 */
@Command(
        name = "dns-sd",
        description = {
            "Prints the DNS records by which NMOS devices find this server (_nmos-certs._tcp),",
            "or, with --server, has a DNS server take them: what this server said before is replaced, what others said stays."
        },
        mixinStandardHelpOptions = true)
final class DnsSdCommand implements Callable<Integer> {
    private static final Pattern NAME =
            Pattern.compile("(?i)(?=.{1,253}\\.?$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*"
                    + "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]+");
    private static final int DNS_PORT = 53;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
            names = "--zone",
            paramLabel = "ZONE",
            description = "The zone that an update changes, where that is not the domain itself but one above it.")
    private Optional<String> zone = Optional.empty();

    @ArgGroup
    private @Nullable Form form;

    /** How the records are given, where not as lines of a zone file. */
    static final class Form {
        @Option(
                names = "--nsupdate",
                description = "As input for nsupdate(1), which sends it as an RFC 2136 update, instead of a zone file.")
        private boolean nsupdate;

        @ArgGroup(exclusive = false)
        private @Nullable Receiver receiver;
    }

    /** Which DNS server gets the records. */
    static final class Receiver {
        @Option(
                names = "--server",
                paramLabel = "HOST[:PORT]",
                required = true,
                description =
                        "The zone's primary server: sends it the records as an RFC 2136 update over TCP, port 53 if not given.")
        private String server = "";

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                required = true,
                description = "The key that signs the update, as tsig-keygen(8) writes it: name, algorithm and secret.")
        private Path keyFile = Path.of("");
    }

    @Override
    public Integer call() {
        ServiceRecords records = records();
        String changed = zone.orElse(domain);
        require(holds(changed), "--zone must be the domain or one above it");
        Form asked = form == null ? new Form() : form;
        if (asked.receiver != null) {
            send(records, changed, asked.receiver);
        }
        spec.commandLine().getOut().print(asked.nsupdate ? records.update(changed) : records.zone());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private ServiceRecords records() {
        require(NAME.matcher(domain).matches(), "--domain must be a DNS name");
        String host = target.orElse("est." + domain);
        require(NAME.matcher(host).matches(), "--target must be a DNS name");
        require(port >= 1 && port <= 65_535, "--port must be 1 to 65535");
        require(priority >= 0 && priority <= 65_535, "--priority must be 0 to 65535");
        require(label.map(name -> LABEL.matcher(name).matches()).orElse(true), "--label must be the name of a label");
        return new ServiceRecords(domain, host, port, priority, label);
    }

    private boolean holds(String candidate) {
        String dotted = "." + ServiceRecords.absolute(candidate).toLowerCase(Locale.ROOT);
        return NAME.matcher(candidate).matches()
                && ("." + ServiceRecords.absolute(domain).toLowerCase(Locale.ROOT)).endsWith(dotted);
    }

    private void send(ServiceRecords records, String changed, Receiver receiver) {
        InetSocketAddress server = address(receiver.server);
        TransactionKey key;
        try {
            key = TransactionKey.read("--key-file", receiver.keyFile);
        } catch (IllegalArgumentException unusable) {
            throw new NotDone(unusable.getMessage(), unusable);
        }
        if (server.isUnresolved()) {
            throw new NotDone("--server: " + server.getHostString() + " has no address");
        }
        new DnsUpdate(server, key, PATIENCE).replace(records, changed);
    }

    /** Host names, and addresses of both families: the newer one in brackets, as in URIs. */
    private InetSocketAddress address(String text) {
        try {
            URI place = new URI("dns://" + text).parseServerAuthority();
            boolean plain = place.getHost() != null && place.getUserInfo() == null && text.equals(place.getAuthority());
            require(plain && place.getPort() <= 65_535, "--server must be HOST or HOST:PORT");
            return new InetSocketAddress(place.getHost(), place.getPort() == -1 ? DNS_PORT : place.getPort());
        } catch (URISyntaxException malformed) {
            throw Restrictions.refusal(spec, "--server must be HOST or HOST:PORT");
        }
    }

    private void require(boolean holds, String why) {
        if (!holds) {
            throw Restrictions.refusal(spec, why);
        }
    }
}
