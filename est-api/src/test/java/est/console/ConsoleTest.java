package est.console;

import static est.console.ConsoleClient.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import est.record.DatabaseSettings;
import est.record.Operator;
import est.start.SwitchedClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console over real TLS: who may, what it shows, and that it is nowhere else. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ConsoleTest {
    private static final String PENDING = "/api/v1/pending";
    private static final String SETTINGS = "/api/v1/settings";
    private static final String DEVICES = "/api/v1/devices";

    @ConfigProperty(name = "est.door.port")
    int doorPort;

    @ConfigProperty(name = "est.console.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    Credentials credentials;

    @Inject
    Operators operators;

    @Inject
    IssuedCount database;

    @Inject
    DatabaseSettings settings;

    @Inject
    SwitchedClock clock;

    private ConsoleClient nobody;

    @BeforeEach
    void connect() {
        nobody = ConsoleClient.at(port, root);
    }

    private CertificationRequests waits(String name) {
        CertificationRequests request = CertificationRequests.ec("CN=" + name).withDnsName(name);
        int status = Device.at(doorPort)
                .withSecret(credentials.secret())
                .post("/.well-known/est/watched/simpleenroll", Device.base64(request.der()))
                .status();
        assertThat(status).isEqualTo(202);
        return request;
    }

    /** The newest waiting request of the label. */
    private UUID newest() {
        var items = new JsonObject(nobody.as(operators.viewer())
                        .get(PENDING + "?label=watched&limit=100")
                        .body())
                .getJsonArray("items");
        return UUID.fromString(items.getJsonObject(items.size() - 1).getString("id"));
    }

    private long refusals(String reason) {
        return database.number(
                "select count(*) from est.audit_event where operation = 'console' and reason = '" + reason + "'");
    }

    /** Of the refusals of an address 60 a minute are audited (T-24), and other tests may have used those of this minute. */
    private void inAnotherMinute(Runnable asking) {
        clock.wrongBy(Duration.ofMinutes(-2), asking);
    }

    @Test
    void T_4_every_operation_is_401_for_nobody() {
        String id = UUID.randomUUID().toString();
        isProblem(nobody.get(PENDING), 401);
        isProblem(nobody.get(PENDING + "/" + id), 401);
        isProblem(nobody.post(PENDING + "/" + id + "/approve"), 401);
        isProblem(nobody.post(PENDING + "/" + id + "/reject", "{\"reason\":\"no\"}"), 401);
        isProblem(nobody.get(SETTINGS), 401);
        isProblem(nobody.get(DEVICES), 401);
        isProblem(nobody.get(DEVICES + "/" + id), 401);
        isProblem(nobody.post(DEVICES, "{\"serial\":\"a\"}"), 401);
        isProblem(nobody.post(DEVICES + "/" + id + "/enable"), 401);
        isProblem(nobody.post(DEVICES + "/" + id + "/disable"), 401);
        isProblem(nobody.delete(DEVICES + "/" + id), 401);
        assertThat(nobody.get(PENDING).headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer realm=\"est console\"");
        // whoever adds an operation adds a line above
        assertThat(Stream.of(PendingResource.class, SettingsResource.class, DeviceResource.class)
                        .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                        .filter(method ->
                                Stream.of(GET.class, POST.class, DELETE.class).anyMatch(method::isAnnotationPresent)))
                .hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {PENDING + "/", PENDING + ";a=b", "//api/v1/pending", "/api/v1/%70ending", "/api/./v1/pending"})
    void T_4_no_spelling_of_a_path_gets_around_the_guard(String path) {
        assertThat(nobody.get(path).statusCode()).isIn(400, 401, 404);
    }

    @Test
    void a_wrong_token_is_401_and_audited() {
        long before = refusals("OPERATOR_UNKNOWN");

        inAnotherMinute(() -> Stream.of("estop_" + "0".repeat(64), "nonsense")
                .forEach(token -> isProblem(nobody.as(token).get(PENDING), 401)));
        assertThat(refusals("OPERATOR_UNKNOWN")).isEqualTo(before + 2);
    }

    @Test
    void an_expired_token_and_one_of_a_removed_operator_are_401() {
        String expired = operators.token("late" + System.nanoTime(), Operator.Role.APPROVER, Duration.ofSeconds(-1));
        isProblem(nobody.as(expired).get(PENDING), 401);

        String name = "gone" + System.nanoTime();
        String token = operators.token(name, Operator.Role.APPROVER, Duration.ofHours(1));
        assertThat(nobody.as(token).get(PENDING).statusCode()).isEqualTo(200);
        operators.remove(name);
        isProblem(nobody.as(token).get(PENDING), 401);
    }

    @Test
    void a_viewer_looks_and_decides_nothing() {
        waits("looked");
        UUID id = newest();
        ConsoleClient viewer = nobody.as(operators.viewer());
        long before = refusals("OPERATOR_NOT_ALLOWED");

        assertThat(viewer.get(PENDING + "/" + id).statusCode()).isEqualTo(200);
        inAnotherMinute(() -> {
            isProblem(viewer.post(PENDING + "/" + id + "/approve"), 403);
            isProblem(viewer.post(PENDING + "/" + id + "/reject", "{\"reason\":\"no\"}"), 403);
        });

        assertThat(refusals("OPERATOR_NOT_ALLOWED")).isEqualTo(before + 2);
        assertThat(new JsonObject(viewer.get(PENDING + "/" + id).body()).getString("state"))
                .isEqualTo("WAITING");
    }

    @Test
    void an_operator_sees_what_would_be_certified_and_no_secret() {
        CertificationRequests request = waits("shown");

        String body =
                nobody.as(operators.viewer()).get(PENDING + "/" + newest()).body();

        JsonObject shown = new JsonObject(body);
        assertThat(shown.getString("occasion")).isEqualTo("LABEL");
        assertThat(shown.getJsonObject("origin").getString("label")).isEqualTo("watched");
        assertThat(shown.getJsonObject("origin").getString("identity")).startsWith("secret:");
        assertThat(shown.getJsonObject("origin").getString("address")).isEqualTo("127.0.0.1");
        JsonObject requested = shown.getJsonObject("requested");
        assertThat(requested.getString("subject")).isEqualTo("CN=shown");
        assertThat(requested.getJsonArray("alternativeNames").getString(0)).endsWith("shown");
        assertThat(requested.getString("keyKind")).isEqualTo("P-256");
        assertThat(requested.getString("spkiSha256")).isEqualTo(HexFormat.of().formatHex(sha256(request)));
        assertThat(shown.containsKey("decision")).isFalse();
    }

    private static byte[] sha256(CertificationRequests request) {
        return est.protocol.CertificationRequest.decode(request.der())
                .publicKey()
                .sha256();
    }

    @Test
    void an_unknown_request_is_404_and_a_second_decision_409() {
        ConsoleClient approver = nobody.as(operators.approver());
        isProblem(approver.post(PENDING + "/" + UUID.randomUUID() + "/approve"), 404);
        isProblem(approver.get(PENDING + "/nonsense"), 404);
        waits("twice");
        String approve = PENDING + "/" + newest() + "/approve";

        assertThat(approver.post(approve).statusCode()).isEqualTo(204);
        isProblem(approver.post(approve), 409);
    }

    @Test
    void a_decision_is_in_the_audit_with_its_actor() {
        String name = "alice" + System.nanoTime();
        String token = operators.token(name, Operator.Role.APPROVER, Duration.ofHours(1));
        waits("audited");
        UUID id = newest();

        assertThat(nobody.as(token)
                        .post(PENDING + "/" + id + "/reject", "{\"reason\":\"not ours\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(database.number("select count(*) from est.audit_event where event = 'REJECTED' and pending = '" + id
                        + "' and actor = 'console:" + name + "' and reason = 'not ours'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"reason\":\"\"}",
                "{\"reason\":\"a\\u0000b\"}",
                "[1",
                "{\"reason\":\"x\",\"more\":1}"
            })
    void a_rejection_needs_a_reason(String body) {
        waits("reasoned");
        HttpResponse<String> answer = nobody.as(operators.approver()).post(PENDING + "/" + newest() + "/reject", body);
        isProblem(answer, 400);
    }

    @Test
    void the_list_has_pages() {
        waits("page1");
        waits("page2");
        ConsoleClient viewer = nobody.as(operators.viewer());

        JsonObject first =
                new JsonObject(viewer.get(PENDING + "?label=watched&limit=1").body());
        JsonObject second =
                new JsonObject(viewer.get(PENDING + "?label=watched&limit=100&after=" + first.getString("next"))
                        .body());

        assertThat(first.getJsonArray("items")).hasSize(1);
        assertThat(second.getJsonArray("items").toString())
                .doesNotContain(first.getJsonArray("items").getJsonObject(0).getString("id"));
        isProblem(viewer.get(PENDING + "?limit=101"), 400);
    }

    @Test
    void I_10_the_settings_in_force_are_shown_without_secrets_and_the_audit_says_to_whom() {
        String name = "reader" + System.nanoTime();
        String token = operators.token(name, Operator.Role.VIEWER, Duration.ofHours(1));

        HttpResponse<String> answer = nobody.as(token).get(SETTINGS);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject shown = new JsonObject(answer.body());
        Map<String, String> values = shown.getJsonArray("settings").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("name"), each -> each.getString("value")));
        assertThat(values)
                .containsEntry("est.console.port", Integer.toString(port))
                .containsEntry("est.label.watched.approval", "always")
                .containsEntry("est.database.password", "(not shown)")
                .containsEntry("est.database.owner.password", "(not shown)");
        assertThat(answer.body())
                .doesNotContain(settings.password().reveal())
                .doesNotContain(settings.owner().password().reveal());
        assertThat(shown.getInstant("since")).isBefore(Instant.now());
        assertThat(shown.getJsonArray("waitingForRestart")).isEmpty();
        assertThat(database.number("select count(*) from est.audit_event where event = 'SETTINGS_SHOWN' and actor ="
                        + " 'console:" + name + "' and address = '127.0.0.1'"))
                .isEqualTo(1);
    }

    @Test
    void the_api_describes_itself() {
        HttpResponse<String> described = nobody.get("/api/v1/openapi");
        assertThat(described.statusCode()).isEqualTo(200);
        assertThat(described.body())
                .contains("/api/v1/pending/{id}/approve", "/api/v1/pending/{id}/reject", "scheme: bearer")
                .contains("operationId: showSettings", "operationId: addDevice", "operationId: removeDevice");
    }

    @Test
    void neither_door_serves_what_is_the_others() {
        assertThat(nobody.get("/.well-known/est/cacerts").statusCode()).isEqualTo(404);
        assertThat(nobody.get("/q/health").statusCode()).isEqualTo(404);
        assertThat(nobody.get("/q/metrics").statusCode()).isEqualTo(404);
        assertThat(Device.at(doorPort).get(PENDING).status()).isEqualTo(404);
        assertThat(Device.at(doorPort).get("/api/v1/openapi").status()).isEqualTo(404);
    }
}
