package est.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A door whose certificate is replaced while it serves. */
class DoorReloadTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final TestPki.Holder RENEWED = TestPki.AUTHORITY.issue("CN=renewed", Duration.ofDays(1));
    private static final TestPki.Holder MISMATCHED = new TestPki.Holder(RENEWED.keys(), TestPki.SERVER.chain());

    /** Answers with the number of certificates the client brought. */
    private static Uni<EstReply> count(EstRequest request) {
        int certificates = request.connection().certificates().size();
        return Uni.createFrom().item(EchoingDoor.text(Integer.toString(certificates)));
    }

    private static Door.ServerIdentity identity(TestPki.Holder holder) {
        return new Door.ServerIdentity(holder.pfx(), List.of());
    }

    private static X509Certificate shownBy(OpenDoor open) throws Exception {
        try (TestClient client = open.connect()) {
            client.socket.startHandshake();
            return (X509Certificate) client.socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void F_28_new_connections_see_the_new_certificate_and_old_ones_go_on(String engine) throws Exception {
        try (OpenDoor open = new OpenDoor(DoorReloadTest::count, Map.of("engine", engine));
                TestClient kept = open.connect(TestClient.with(TestPki.DEVICE, "TLSv1.3"))) {
            assertThat(kept.ask(GET).body()).isEqualTo("2");
            open.door.show(identity(RENEWED));
            assertThat(shownBy(open)).isEqualTo(RENEWED.leaf());
            assertThat(open.door.certificates()).containsExactly(RENEWED.leaf());
            assertThat(kept.ask(GET).body()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void T_3_client_certificates_are_asked_for_after_every_reload(String engine) {
        try (OpenDoor open = new OpenDoor(DoorReloadTest::count, Map.of("engine", engine))) {
            for (int i = 0; i < 10; i++) {
                open.door.show(identity(i % 2 == 0 ? RENEWED : TestPki.SERVER));
                for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                    try (TestClient client = open.connect(TestClient.with(TestPki.DEVICE, protocol));
                            TestClient anonymous = open.connect(TestClient.anonymous(protocol))) {
                        assertThat(client.ask(GET).body()).isEqualTo("2");
                        assertThat(anonymous.ask(GET).body()).isEqualTo("0");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void F_26_a_key_of_another_certificate_is_refused_and_the_old_one_kept(String engine) throws Exception {
        try (OpenDoor open = new OpenDoor(DoorReloadTest::count, Map.of("engine", engine))) {
            assertThatThrownBy(() -> open.door.show(identity(MISMATCHED)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("quarkus.tls.est.key-store: key and certificate do not fit each other");
            assertThat(shownBy(open)).isEqualTo(TestPki.SERVER.leaf());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void F_26_a_door_does_not_open_with_a_key_of_another_certificate(String engine) {
        Vertx vertx = Vertx.vertx();
        try {
            Door door = new Door(
                    vertx,
                    OpenDoor.settings(Map.of("engine", engine)),
                    identity(MISMATCHED),
                    new SimpleMeterRegistry());
            assertThatThrownBy(() -> door.open(DoorReloadTest::count).await().atMost(Duration.ofSeconds(20)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("quarkus.tls.est.key-store");
            assertThat(door.isServing()).isFalse();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void T_3_a_context_that_does_not_ask_for_client_certificates_is_refused(String engine) throws Exception {
        SslContext forgetful = SslContextBuilder.forServer(TestPki.SERVER.keys().getPrivate(), TestPki.SERVER.chain())
                .clientAuth(ClientAuth.NONE)
                .build();
        TlsEngine tls =
                TlsEngine.choose(OpenDoor.settings(Map.of("engine", engine)).engine());
        assertThatThrownBy(() -> TrialHandshake.of(forgetful, tls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clients would not be asked for their certificates");
    }

    @Test
    void key_and_chain_have_one_fingerprint_and_others_another() {
        Vertx vertx = Vertx.vertx();
        try {
            String server = ServerKeys.of(TestPki.SERVER.pfx(), vertx).fingerprint();
            assertThat(ServerKeys.of(TestPki.SERVER.pfx(), vertx).fingerprint()).isEqualTo(server);
            assertThat(ServerKeys.of(RENEWED.pfx(), vertx).fingerprint()).isNotEqualTo(server);
            assertThat(ServerKeys.of(MISMATCHED.pfx(), vertx).fingerprint()).isNotEqualTo(server);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void F_31_a_closing_door_accepts_connections_until_load_balancers_have_noticed() throws Exception {
        OpenDoor open = new OpenDoor(DoorReloadTest::count, Map.of("drain-delay", "2s"));
        CompletableFuture<Void> closed = open.door.close().subscribeAsCompletionStage();
        assertThat(open.door.isServing()).isFalse();
        try (TestClient late = open.connect()) {
            assertThat(late.ask(GET).header("Connection")).isEqualTo("close");
        }
        assertThat(closed).isNotDone();
        closed.get(20, TimeUnit.SECONDS);
        open.close();
    }
}
