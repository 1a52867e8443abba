package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.outbound.LoopbackParty;
import est.outbound.LoopbackParty.Posted;
import est.record.DatabaseSettings;
import est.webhook.Webhooks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver hears of a server, in which order, and that it hears everything. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class WebhookEndToEndTest {

    private static final String AUTHORIZED = "/.well-known/est/authorized/simpleenroll";
    private static final Duration AT_ALL = Duration.ofSeconds(30);

    private final LoopbackParty receiver = PartiesUnderTest.receiver();

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @Inject
    DatabaseSettings settings;

    @Inject
    Webhooks webhooks;

    @BeforeEach
    void behave() {
        PartiesUnderTest.authorizer().answers("{\"decision\":\"allow\"}");
        receiver.script((request, posted) -> LoopbackParty.respond(request, 204, ""));
        until(() -> database.number("select count(*) from est.webhook_cursor") == 2);
        until(() -> waiting() == 0);
    }

    private long waiting() {
        return database.number("select count(*) from est.webhook_delivery where dead_at is null");
    }

    private Answer enroll(String name) {
        return Device.at(port)
                .withSecret(credentials.secret())
                .post(AUTHORIZED, Device.base64(ec("CN=" + name).der()));
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + AT_ALL.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    private List<Posted> about(String name) {
        return receiver.posted().stream()
                .filter(each -> each.body().contains("cn=" + name + "\""))
                .toList();
    }

    private Posted heardOf(String name) {
        until(() -> !about(name).isEmpty());
        return about(name).get(0);
    }

    private String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/q/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void I_9_an_issued_certificate_is_told_with_a_signature_that_holds() {
        Answer answer = enroll("told");

        Posted posted = heardOf("told");
        JsonObject event = posted.json();
        assertThat(posted.signature())
                .isEqualTo("v1," + LoopbackParty.hmac(posted.id() + "." + posted.timestamp() + "." + posted.body()));
        assertThat(event.getString("id")).isEqualTo(posted.id());
        assertThat(event.getString("event")).isEqualTo("issued");
        assertThat(event.getString("label")).isEqualTo("authorized");
        assertThat(event.getString("operation")).isEqualTo("simpleenroll");
        assertThat(event.getString("identity")).startsWith("secret:");
        assertThat(event.getString("reference"))
                .isEqualTo(answer.header("Request-Id").orElseThrow());
        X509Certificate certificate = answer.certificate();
        JsonObject told = event.getJsonObject("certificate");
        assertThat(told.getString("serial"))
                .isEqualTo(certificate.getSerialNumber().toString(16));
        assertThat(told.getString("notAfter"))
                .isEqualTo(certificate.getNotAfter().toInstant().toString());
        assertThat(Device.certificate(told.getString("pem").getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(certificate);
    }

    @Test
    void refusals_pending_ones_and_revocations_are_told_and_other_labels_are_not() {
        PartiesUnderTest.authorizer().answers("{\"decision\":\"deny\",\"reason\":\"hook denied\"}");
        enroll("hookdenied");
        PartiesUnderTest.authorizer().answers("{\"decision\":\"pending\",\"reason\":\"hook waits\"}");
        enroll("hookwaits");
        PartiesUnderTest.authorizer().answers("{\"decision\":\"allow\"}");
        X509Certificate certificate = enroll("hookrevoked").certificate();
        Device.at(port)
                .withSecret(credentials.secret())
                .enroll(ec("CN=hookelsewhere").der());
        credentials.revoke(certificate);

        until(() -> about("hookrevoked").stream()
                .anyMatch(each -> each.json().getString("event").equals("revoked")));

        assertThat(receiver.posted())
                .extracting(each ->
                        each.json().getString("event") + " " + each.json().getString("reason"))
                .contains("refused AUTHORIZER_DENIED: hook denied", "pending AUTHORIZER: hook waits")
                .contains("revoked KEY_COMPROMISE");
        assertThat(about("hookelsewhere")).isEmpty();
        until(() -> waiting() == 0);
        assertThat(about("hookrevoked").stream()
                        .filter(each -> each.json().getString("event").equals("revoked")))
                .as("both webhooks want revocations")
                .hasSize(2);
        assertThat(about("hookrevoked").stream()
                        .filter(each -> each.json().getString("event").equals("issued")))
                .as("one of them wants nothing else")
                .hasSize(1);
    }

    @Test
    void F_16_what_a_receiver_does_not_take_is_told_again_in_the_order_of_its_enrollment() throws Exception {
        receiver.script((request, posted) -> LoopbackParty.respond(request, 500, "later"));
        X509Certificate certificate = enroll("insisted").certificate();
        until(() -> about("insisted").size() >= 3);
        credentials.revoke(certificate);
        until(() -> about("insisted").size() >= 6);

        assertThat(about("insisted").stream()
                        .filter(each -> each.json().getString("event").equals("issued")))
                .extracting(Posted::id)
                .containsOnly(about("insisted").get(0).id());
        receiver.script((request, posted) -> LoopbackParty.respond(request, 200, "{}"));
        until(() -> waiting() == 0);
        List<String> heard = receiver.posted().stream()
                .filter(each -> each.json().containsKey("certificate")
                        && each.json()
                                .getJsonObject("certificate")
                                .getString("serial")
                                .equals(certificate.getSerialNumber().toString(16))
                        && each.json().getJsonObject("certificate").containsKey("pem"))
                .map(each -> each.json().getString("event"))
                .toList();
        assertThat(heard.get(heard.size() - 1)).isEqualTo("revoked");
        assertThat(heard.indexOf("revoked")).isGreaterThan(heard.lastIndexOf("issued"));
        assertThat(metrics())
                .containsPattern("est_webhook_deliveries_total\\{[^}]*outcome=\"failed\"[^}]*webhook=\"ops\"[^}]*}")
                .containsPattern("est_webhook_waiting\\{[^}]*webhook=\"ops\"[^}]*}");
    }

    @Test
    void F_16_a_receiver_that_was_gone_hears_what_happened_meanwhile_and_enrollments_do_not_wait() {
        receiver.stop();
        Answer answer;
        try {
            answer = enroll("meanwhile");
            until(() -> database.number("select count(*) from est.webhook_delivery where attempts > 1") > 0);
        } finally {
            receiver.resume();
        }

        assertThat(answer.status()).isEqualTo(200);
        assertThat(heardOf("meanwhile").json().getString("event")).isEqualTo("issued");
    }

    /** Ids are drawn before transactions commit: one that commits late must not be passed over. */
    @Test
    void I_9_an_event_that_commits_after_later_ones_is_told_too() throws Exception {
        try (Connection slow = DriverManager.getConnection(
                        "jdbc:" + settings.url(),
                        settings.username(),
                        settings.password().reveal());
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("insert into est.audit_event (event, label, reason) values"
                    + " ('REFUSED', 'authorized', 'committed late')");
            assertThat(enroll("committedearly").status()).isEqualTo(200);
            for (int pass = 0; pass < 3; pass++) {
                webhooks.pass().await().atMost(AT_ALL);
            }
            slow.commit();
        }
        heardOf("committedearly");

        until(() -> receiver.posted().stream().anyMatch(each -> each.body().contains("committed late")));
    }

    @Test
    void I_8_what_was_given_up_is_counted_and_blocks_nobody() throws Exception {
        receiver.script((request, posted) -> LoopbackParty.respond(request, 500, ""));
        X509Certificate certificate = enroll("givenup").certificate();
        until(() -> !about("givenup").isEmpty());
        database.change("update est.webhook_delivery set created_at = now() - interval '4 days'");
        until(() -> waiting() == 0);
        receiver.script((request, posted) -> LoopbackParty.respond(request, 204, ""));

        credentials.revoke(certificate);

        until(() -> about("givenup").stream()
                .anyMatch(each -> each.json().getString("event").equals("revoked")));
        until(() -> waiting() == 0);
        webhooks.pass().await().atMost(AT_ALL);
        assertThat(metrics()).containsPattern("est_webhook_dead\\{[^}]*webhook=\"ops\"[^}]*} [1-9]");
    }

    @Test
    void F_53_a_sender_that_dies_while_it_tells_is_followed_by_another() {
        receiver.script((request, posted) -> {});
        enroll("survived");
        until(() -> !about("survived").isEmpty());
        database.number(
                "select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and objid = 0"
                        + " and classid = (hashtext('est.webhooks')::bigint & 4294967295)::oid");
        int told = about("survived").size();

        receiver.script((request, posted) -> LoopbackParty.respond(request, 204, ""));

        until(() -> about("survived").size() > told);
        until(() -> waiting() == 0);
        assertThat(about("survived"))
                .extracting(Posted::id)
                .containsOnly(about("survived").get(0).id());
    }
}
