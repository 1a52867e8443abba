package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A door whose handler answers with what it got. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EchoingDoor {

    static final String HOST = "Host: localhost\r\n";

    final Queue<EstRequest> seen = new ConcurrentLinkedQueue<>();
    OpenDoor open;

    @BeforeAll
    void open() {
        open = new OpenDoor(this::echo, Map.of());
    }

    /** Answers with what came: method, path and body. */
    private Uni<EstReply> echo(EstRequest request) {
        seen.add(request);
        return switch (request.path()) {
            case "/fail" -> throw new IllegalStateException("the secret of the fault");
            case "/nothing" -> Uni.createFrom().nullItem();
            case "/204" -> Uni.createFrom().item(EstReply.empty(204));
            case "/202" -> Uni.createFrom().item(EstReply.empty(202).with("Retry-After", "7"));
            case "/close" -> Uni.createFrom().item(EstReply.empty(200).closing());
            case "/context" -> Uni.createFrom().item(text(context()));
            case "/large" -> Uni.createFrom().item(text("x".repeat(8000)));
            default -> Uni.createFrom().item(text(request.method() + " " + request.path() + " " + text(request)));
        };
    }

    private static String text(EstRequest request) {
        return new String(request.body(), StandardCharsets.ISO_8859_1);
    }

    private static String context() {
        return VertxContext.isOnDuplicatedContext() + " "
                + VertxContextSafetyToggle.isExplicitlyMarkedAsSafe(Vertx.currentContext());
    }

    static EstReply text(String text) {
        return new EstReply(
                200, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    @AfterAll
    void close() {
        open.close();
    }

    TestClient.Answer ask(String octets) {
        try (TestClient client = open.connect()) {
            return client.ask(octets);
        }
    }

    static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    static String post(String fields, String body) {
        return "POST /p HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
    }

    void isRefused(String octets, int status) {
        try (TestClient client = open.connect()) {
            TestClient.Answer answer = client.ask(octets);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(answer.body()).contains(answer.header("Request-Id")).hasLineCount(1);
            assertThat(client.ended()).isTrue();
            assertThat(seen).isEmpty();
        }
    }
}
