package est.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits and address of a door that are not the product's defaults. */
class DoorSettingsTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n";

    private static Uni<EstReply> ok(EstRequest request) {
        return Uni.createFrom().item(EstReply.empty(200));
    }

    private static int status(OpenDoor open, String octets) {
        try (TestClient client = open.connect()) {
            return client.ask(octets).status();
        }
    }

    private static String post(String body) {
        return "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void a_body_may_be_as_long_as_is_set() {
        try (OpenDoor open = new OpenDoor(DoorSettingsTest::ok, Map.of("body-bytes", "10"))) {
            assertThat(status(open, post("0123456789"))).isEqualTo(200);
            assertThat(status(open, post("0123456789a"))).isEqualTo(413);
        }
    }

    @Test
    void headers_may_be_as_many_as_are_set() {
        try (OpenDoor open = new OpenDoor(DoorSettingsTest::ok, Map.of("header-count", "3"))) {
            assertThat(status(open, GET + "A: 1\r\nB: 2\r\n\r\n")).isEqualTo(200);
            assertThat(status(open, GET + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n")).isEqualTo(431);
        }
    }

    @Test
    void headers_may_be_as_long_as_is_set() {
        try (OpenDoor open = new OpenDoor(DoorSettingsTest::ok, Map.of("header-bytes", "1K"))) {
            assertThat(status(open, GET + "A: " + "a".repeat(500) + "\r\n\r\n")).isEqualTo(200);
            assertThat(status(open, GET + "A: " + "a".repeat(1500) + "\r\n\r\n"))
                    .isEqualTo(431);
        }
    }

    @Test
    void the_door_is_at_its_address_only() throws IOException {
        try (OpenDoor open = new OpenDoor(DoorSettingsTest::ok, Map.of("host", "127.0.0.2"))) {
            new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), open.door.port()).close();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), open.door.port()))
                    .isInstanceOf(IOException.class);
        }
    }
}
