package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long the server remembers sessions of TLS 1.2: a client that resumes one is spared the certificates and the key agreement. */
class DoorSessionsTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static OpenDoor open(Map<String, String> settings) {
        return new OpenDoor(request -> Uni.createFrom().item(EstReply.empty(200)), settings);
    }

    /** The session that a client of a kind has, or has again. */
    private static byte[] session(OpenDoor open, TestClient.Kind kind) {
        try (TestClient client = open.connect(kind)) {
            assertThat(client.ask(GET).status()).isEqualTo(200);
            return client.socket.getSession().getId();
        }
    }

    private static TestClient.Kind newKind() {
        return TestClient.anonymous("TLSv1.2");
    }

    private static boolean resumesAfter(Map<String, String> settings, Runnable between) {
        try (OpenDoor open = open(settings)) {
            TestClient.Kind kind = newKind();
            byte[] first = session(open, kind);
            between.run();
            return Arrays.equals(session(open, kind), first);
        }
    }

    private static void twoSeconds() {
        try {
            TimeUnit.MILLISECONDS.sleep(2_100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_session_can_be_resumed_as_long_as_is_set_and_no_longer() {
        assertThat(resumesAfter(Map.of("session-lifetime", "1h"), DoorSessionsTest::twoSeconds))
                .isTrue();
        assertThat(resumesAfter(Map.of("session-lifetime", "1s"), DoorSessionsTest::twoSeconds))
                .isFalse();
    }
}
