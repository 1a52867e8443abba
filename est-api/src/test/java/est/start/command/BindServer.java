package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** BIND on a free port of the loopback interface, primary for one zone that one key may change. */
final class BindServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final Path directory;
    private final InetSocketAddress address;

    private BindServer(Process process, Path directory, InetSocketAddress address) {
        this.process = process;
        this.directory = directory;
        this.address = address;
    }

    /** Starts it; the test counts as skipped where it is not installed. */
    static BindServer start(Path directory, String zone, String key, String secret) throws IOException {
        Optional<Path> named = Stream.of("/usr/sbin/named", "/usr/local/sbin/named", "/usr/bin/named")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(named.isPresent(), "BIND (named) is not installed on this machine");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("zone.db"), zoneFile(zone));
        Path settings =
                Files.writeString(directory.resolve("named.conf"), settings(directory, port, zone, key, secret));
        Process process = new ProcessBuilder(named.get().toString(), "-g", "-n", "1", "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("named.log").toFile())
                .start();
        BindServer server =
                new BindServer(process, directory, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.writeKey(key, secret);
        server.awaitZone(zone);
        return server;
    }

    private static String zoneFile(String zone) {
        return "$ORIGIN " + zone + ".\n@ 60 IN SOA ns hostmaster 1 60 60 60 60\n@ 60 IN NS ns\nns 60 IN A 127.0.0.1\n";
    }

    private static String settings(Path directory, int port, String zone, String key, String secret) {
        return """
                options {
                  directory "%1$s"; pid-file none; session-keyfile none; managed-keys-directory "%1$s";
                  listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; dnssec-validation no; notify no;
                };
                controls { };
                %3$s
                %4$s
                zone "%5$s" { type primary; file "zone.db"; allow-update { key "%6$s"; }; };
                """.formatted(directory, port, keyText(key, secret), keyText("reader", secret), zone, key);
    }

    private static String keyText(String name, String secret) {
        return "key \"" + name + "\" { algorithm hmac-sha256; secret \"" + secret + "\"; };\n";
    }

    /** Puts a key into the client's file; the server's own stays. */
    void writeKey(String name, String secret) throws IOException {
        Files.writeString(keyFile(), keyText(name, secret));
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-------"));
    }

    Path keyFile() {
        return directory.resolve("client.key");
    }

    String place() {
        return address.getHostString() + ":" + address.getPort();
    }

    /** What it answers to a question, as zone files have it. */
    List<String> ask(String name, String type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(Duration.ofSeconds(5));
        Message question = Message.newQuery(Record.newRecord(Name.fromString(name), Type.value(type), DClass.IN));
        return resolver.send(question).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private void awaitZone(String zone) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (!ask(zone + ".", "SOA").isEmpty()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (IOException notYet) {
                // it begins to listen
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        String log = Files.readString(directory.resolve("named.log"));
        close();
        assertThat(log).as("BIND did not begin to serve").isEmpty();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
