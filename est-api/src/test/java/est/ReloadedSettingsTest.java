package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import est.decision.Authorizers;
import est.device.Answer;
import est.device.Device;
import est.device.TestAuthority;
import est.settings.SettingsInForce;
import est.start.Reload;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings beside those of labels that count without a restart: of parties outside and of waiting; and what operators see of it. */
@QuarkusTest
@WithTestResource(ReloadableServer.class)
class ReloadedSettingsTest {

    private static final KeyPair KEYS = TestAuthority.ecKeys();

    /** Injected by {@link ReloadableServer}. */
    ServerFiles files;

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Reload reload;

    @Inject
    MeterRegistry meters;

    @Inject
    SettingsInForce settings;

    @Inject
    Authorizers authorizers;

    private String good = "";

    @BeforeEach
    void remember() throws IOException {
        good = Files.readString(files.settings());
    }

    @AfterEach
    void restore() throws IOException {
        apply("");
    }

    /** These beside the good ones. Two looks, since a change counts when two in a row saw the same. */
    private void apply(String more) throws IOException {
        Path next = Files.writeString(files.settings().resolveSibling("next"), good + more);
        Files.move(next, files.settings(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        reload.look();
        reload.look();
    }

    private double refusals() {
        return meters.get("est.configuration.reloads")
                .tags("part", "settings", "result", "refused")
                .counter()
                .count();
    }

    private int enroll(String name) {
        return Device.at(port)
                .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=" + name, KEYS))
                .enroll(ec("CN=" + name).der())
                .status();
    }

    private static HttpServer party(String answer, AtomicInteger asked) throws IOException {
        HttpServer party = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        party.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            asked.incrementAndGet();
        });
        party.start();
        return party;
    }

    private static String url(HttpServer party) {
        return "http://127.0.0.1:" + party.getAddress().getPort() + "/";
    }

    @Test
    void I_13_an_authorizer_comes_changes_and_goes_without_a_restart() throws Exception {
        HttpServer allows = party("{\"decision\":\"allow\"}", new AtomicInteger());
        HttpServer denies = party("{\"decision\":\"deny\"}", new AtomicInteger());
        String label = "est.label.default.authorizer=gate\nest.authorizer.gate.url=";
        try {
            apply(label + url(denies) + "\n");
            assertThat(enroll("asked1")).isEqualTo(403);
            assertThat(gauges("est.authorizer.up", "authorizer", "gate")).isEqualTo(1);
            apply(label + url(allows) + "\n");
            assertThat(enroll("asked2")).isEqualTo(200);
            double refused = refusals();
            apply(label + "http://elsewhere.example/\n");
            assertThat(refusals()).isGreaterThan(refused);
            assertThat(enroll("asked3")).as("the good one goes on").isEqualTo(200);
            apply("");
            assertThat(gauges("est.authorizer.up", "authorizer", "gate")).isZero();
            denies.stop(0);
            assertThat(enroll("asked4")).as("nobody is asked any more").isEqualTo(200);
        } finally {
            allows.stop(0);
            denies.stop(0);
        }
    }

    @Test
    void I_13_an_authorizer_is_opened_anew_for_its_settings_or_its_secret_and_for_nothing_else() throws Exception {
        Path secret = Files.createFile(
                files.settings().resolveSibling("shared-" + System.nanoTime()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "whsec_" + Base64.getEncoder().encodeToString(new byte[24]) + "\n");
        String gate = "est.authorizer.gate.url=http://127.0.0.1:1/\nest.authorizer.gate.secret-file=" + secret + "\n";
        apply(gate);
        int edition = authorizers.inForce().number();
        apply(gate + "est.profile.device.validity=9d\n");
        assertThat(authorizers.inForce().number()).isEqualTo(edition);
        Files.writeString(secret, "whsec_" + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        reload.look();
        reload.look();
        assertThat(authorizers.inForce().number()).isGreaterThan(edition);
    }

    /** Those of a server that ran before in this process have other tags. */
    private long gauges(String name, String tag, String value) {
        return meters.find(name).tag(tag, value).gauges().size();
    }

    @Test
    void I_13_a_webhook_is_told_from_the_reload_on_and_not_after_it_has_gone() throws Exception {
        AtomicInteger told = new AtomicInteger();
        HttpServer listener = party("", told);
        try {
            apply("est.webhook-delivery.period=100ms\nest.webhook.ops.url=" + url(listener) + "\n");
            // it hears of what happens once it has been looked after the first time
            eventually(() -> {
                assertThat(enroll("told" + System.nanoTime())).isEqualTo(200);
                return told.get() > 0;
            });
            assertThat(gauges("est.webhook.waiting", "webhook", "ops")).isEqualTo(1);
            apply("");
            assertThat(gauges("est.webhook.waiting", "webhook", "ops")).isZero();
            TimeUnit.SECONDS.sleep(1);
            int before = told.get();
            assertThat(enroll("untold")).isEqualTo(200);
            TimeUnit.SECONDS.sleep(2);
            assertThat(told.get()).isEqualTo(before);
        } finally {
            listener.stop(0);
        }
    }

    private static void eventually(BooleanSupplier holds) throws InterruptedException {
        Instant patience = Instant.now().plusSeconds(30);
        while (!holds.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(patience);
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    @Test
    void I_13_waiting_follows_its_settings_without_a_restart() throws Exception {
        apply("""
                est.label.waiting.trust-anchors=manufacturer
                est.approval.retry-after=40s
                est.approval.per-identity=1
                """);
        KeyPair keys = TestAuthority.ecKeys();
        Device waiting = Device.at(port).with(keys.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=waits", keys));
        String path = "/.well-known/est/waiting/simpleenroll";
        Answer first = waiting.post(path, Device.base64(ec("CN=waits").der()));
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(Integer.parseInt(first.header("Retry-After").orElseThrow())).isBetween(30, 50);
        assertThat(waiting.post(path, Device.base64(ec("CN=waits").der())).status())
                .as("another key, and one may wait")
                .isEqualTo(429);
    }

    @Test
    void I_13_operators_see_what_was_reloaded_and_what_waits_for_a_start() throws Exception {
        Instant before = Instant.now();
        apply("est.profile.device.validity=9d\n");
        assertThat(settings.now().since()).isAfter(before);
        assertThat(settings.now().settings())
                .anyMatch(each -> each.name().equals("est.profile.device.validity")
                        && each.value().equals("9d"));
        assertThat(settings.now().waitingForRestart()).isEmpty();
        apply("est.issuance.concurrent=3\n");
        assertThat(settings.now().waitingForRestart()).containsExactly("est.issuance.concurrent");
        assertThat(settings.now().settings())
                .noneMatch(each -> each.name().equals("est.issuance.concurrent")
                        && each.value().equals("3"));
    }
}
