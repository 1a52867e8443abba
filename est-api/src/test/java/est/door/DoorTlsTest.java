package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorTlsTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** What the handler saw of one connection. */
    private record Seen(
            List<java.security.cert.X509Certificate> chain, java.util.Optional<est.proof.ChannelBinding> binding) {}

    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private OpenDoor open;

    @BeforeAll
    void open() {
        open = new OpenDoor(
                request -> {
                    seen.add(new Seen(
                            request.connection().certificates(),
                            request.connection().channelBinding()));
                    return Uni.createFrom().item(EstReply.empty(200));
                },
                Map.of("engine", "conscrypt"));
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    @AfterAll
    void close() {
        open.close();
    }

    @Test
    void the_engine_in_use_is_told() {
        assertThat(open.door.tls().name()).isEqualTo("conscrypt");
        assertThat(open.meters
                        .get("est.tls.engine.info")
                        .tag("engine", "conscrypt")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void EST_TLS_02_tls_12_and_13_work(String protocol) {
        try (TestClient client = open.connect(TestClient.anonymous(protocol))) {
            assertThat(client.ask(GET).status()).isEqualTo(200);
            assertThat(client.socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void EST_TLS_05_a_client_without_certificate_gets_through(String protocol) {
        try (TestClient client = open.connect(TestClient.anonymous(protocol))) {
            client.ask(GET);
            assertThat(seen.remove().chain()).isEmpty();
        }
    }

    static Stream<Arguments> presented() {
        return Stream.of(TestPki.DEVICE, TestPki.STRANGER, TestPki.EXPIRED, TestPki.SELF_SIGNED)
                .flatMap(holder -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(holder, protocol)));
    }

    @ParameterizedTest
    @MethodSource("presented")
    void any_client_certificate_completes_the_handshake_and_arrives(TestPki.Holder holder, String protocol) {
        try (TestClient client = open.connect(TestClient.with(holder, protocol))) {
            assertThat(client.ask(GET).status()).isEqualTo(200);
            assertThat(seen.remove().chain()).containsExactly(holder.chain());
        }
    }
}
