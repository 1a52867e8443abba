package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.record.DatabaseSettings;
import est.record.SecondServer;
import est.webhook.SecondSender;
import est.webhook.WebhookOpening;
import est.webhook.Webhooks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers tell the same webhook, over one database that is away at times. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class TwoSendersTest {

    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final String NAME = "twice";
    private static final int EVENTS = 12;

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @Inject
    DatabaseSettings settings;

    @Inject
    WebhookOpening opening;

    @Inject
    Vertx vertx;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private HttpServer receiver;
    private SwitchedConnection connection;
    private SecondServer here;
    private SecondServer there;
    private Webhooks one;
    private Webhooks other;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(answering);
        receiver.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("Webhook-Id"));
            // long enough for another sender to come to the same event
            LockSupport.parkNanos(200_000_000);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        connection = new SwitchedConnection(URI.create(settings.url()).getPort());
        connection.on();
        here = new SecondServer(vertx, settings, connection.port());
        there = new SecondServer(vertx, settings, connection.port());
        one = sender(here);
        other = sender(there);
        passes(3);
    }

    private Webhooks sender(SecondServer server) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        return SecondSender.of(server, opening, vertx, NAME, url, "brief");
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        connection.close();
        receiver.stop(0);
        answering.shutdown();
        database.change("delete from est.webhook_delivery where webhook = '" + NAME + "'");
        database.change("delete from est.webhook_cursor where webhook = '" + NAME + "'");
    }

    private void issue(String name) {
        for (int n = 0; n < EVENTS; n++) {
            Device device = Device.at(port).withSecret(credentials.secret());
            byte[] request = Device.base64(ec("CN=" + name + n).der());
            assertThat(device.post("/.well-known/est/brief/simpleenroll", request)
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Both at once, as often as that; whoever cannot is passed over, as in a server. */
    private void passes(int times) {
        for (int n = 0; n < times; n++) {
            Uni.join().all(pass(one), pass(other)).andFailFast().await().atMost(AT_MOST);
        }
    }

    private static Uni<Boolean> pass(Webhooks sender) {
        return sender.pass().onFailure().recoverWithItem(false);
    }

    private void untilAllIsTold() {
        for (int n = 0; n < 40 && (told.size() < EVENTS || waiting() > 0); n++) {
            passes(1);
        }
    }

    private long waiting() {
        return database.number("select count(*) from est.webhook_delivery where webhook = '" + NAME + "'");
    }

    @Test
    void F_52_what_two_servers_have_to_tell_is_told_once() {
        issue("once");

        untilAllIsTold();

        assertThat(told).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(waiting()).isZero();
    }

    @Test
    void F_2_after_an_outage_of_the_database_all_is_told_and_nothing_twice() {
        issue("outage");
        connection.off();
        assertThat(one.pass()
                        .onItemOrFailure()
                        .transform((had, failure) -> failure != null)
                        .await()
                        .atMost(AT_MOST))
                .as("it fails")
                .isTrue();
        passes(1);
        assertThat(told).isEmpty();

        connection.on();
        untilAllIsTold();

        assertThat(told).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(waiting()).isZero();
    }
}
