package est.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of docs/decisions-and-webhooks.md, as it stands there. */
class DocumentedReceiverTest {

    private static final Pattern RECEIVER = Pattern.compile("```python\n(.+?)```", Pattern.DOTALL);
    private static final Duration AT_ALL = Duration.ofSeconds(30);
    private static final byte[] EVENT = "{\"event\":\"issued\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Process receiver;
    private int port;

    @BeforeEach
    void run() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(root.resolve("start"))) {
            root = root.getParent();
        }
        Matcher code = RECEIVER.matcher(Files.readString(root.resolve("docs/decisions-and-webhooks.md")));
        assertThat(code.find()).isTrue();
        Files.writeString(folder.resolve("receiver.py"), code.group(1));
        LoopbackParty.writeSecret(folder.resolve("secret"), LoopbackParty.SECRET + "\n", "rw-------");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try {
            receiver = new ProcessBuilder("python3", "receiver.py", Integer.toString(port), "secret")
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve("heard").toFile())
                    .redirectError(folder.resolve("errors").toFile())
                    .start();
        } catch (IOException notInstalled) {
            assumeTrue(false, "python3 is not installed on this machine");
        }
        awaitListening();
    }

    private void awaitListening() throws Exception {
        long end = System.nanoTime() + AT_ALL.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (ConnectException notYet) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("errors")));
    }

    @AfterEach
    void end() {
        if (receiver != null) {
            receiver.destroy();
        }
    }

    private Reply post(Path secret, Clock clock) {
        OutboundClients clients =
                new OutboundClients(LoopbackParty.vertx(), clock, name -> Optional.<SSLOptions>empty());
        OutboundSettings settings = new OutboundSettings() {
            @Override
            public URI url() {
                return URI.create("http://127.0.0.1:" + port + "/events");
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(10);
            }

            @Override
            public Optional<String> tlsConfigurationName() {
                return Optional.empty();
            }

            @Override
            public Optional<Path> secretFile() {
                return Optional.of(secret);
            }
        };
        try (OutboundClient client = clients.open("est.webhook.x", settings, 1)) {
            return client.post(new Message("evt-1", EVENT, 1_000)).await().atMost(AT_ALL);
        }
    }

    @Test
    void it_takes_what_the_server_sends_and_nothing_else() throws Exception {
        Path another = LoopbackParty.writeSecret(folder.resolve("another"), "another-secret-0123456789", "rw-------");

        assertThat(post(folder.resolve("secret"), Clock.systemUTC()).status()).isEqualTo(204);
        assertThat(post(another, Clock.systemUTC()).status()).isEqualTo(401);
        assertThat(post(folder.resolve("secret"), Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))
                        .status())
                .isEqualTo(401);
        assertThat(Files.readString(folder.resolve("heard"))).isEqualTo("evt-1 issued\n");
    }
}
