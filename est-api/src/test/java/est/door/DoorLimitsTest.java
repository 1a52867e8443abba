package est.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door's time and number limits, each shortened. */
class DoorLimitsTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static Uni<EstReply> ok(EstRequest request) {
        return Uni.createFrom().item(EstReply.empty(200));
    }

    /** Sends one octet every 50 ms until the server has had enough. */
    private static TestClient.Answer drip(TestClient client, String start) {
        client.send(start);
        CompletableFuture<TestClient.Answer> answer = CompletableFuture.supplyAsync(client::read);
        while (!answer.isDone()) {
            client.send("x");
            pause();
        }
        return answer.join();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void T_18_a_dripped_header_is_cut_off() {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("header-timeout", "0.3s"));
                TestClient client = open.connect()) {
            assertThat(drip(client, "GET /").status()).isEqualTo(408);
            assertThat(open.count("est.door.refusals", "reason", "slow")).isEqualTo(1);
        }
    }

    @Test
    void T_18_a_dripped_body_is_cut_off() {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("body-timeout", "0.3s"));
                TestClient client = open.connect()) {
            TestClient.Answer answer =
                    drip(client, "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n");
            assertThat(answer.status()).isEqualTo(408);
        }
    }

    @Test
    void T_18_an_idle_connection_is_ended() {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("idle-timeout", "0.3s"));
                TestClient client = open.connect()) {
            assertThat(client.ask(GET).status()).isEqualTo(200);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void T_18_empty_lines_do_not_keep_a_connection_alive() {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("idle-timeout", "0.3s"));
                TestClient client = open.connect()) {
            client.ask(GET);
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(client::ended);
            for (int i = 0; i < 8 && !ended.isDone(); i++) {
                client.send("\r\n");
                pause();
            }
            assertThat(ended.join()).isTrue();
        }
    }

    @Test
    void T_18_a_handshake_that_does_not_end_is_cut_off() throws IOException {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("handshake-timeout", "0.3s"));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), open.door.port())) {
            silent.setSoTimeout(5000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void T_18_an_answer_that_is_not_read_does_not_hold_the_connection() throws Exception {
        byte[] large = new byte[32 << 20];
        try (OpenDoor open = new OpenDoor(
                        request -> Uni.createFrom().item(new EstReply(200, Map.of(), large, false)),
                        Map.of("idle-timeout", "0.5s"));
                TestClient client = open.connect()) {
            client.send(GET);
            client.socket.getInputStream().read();
            while (open.meters.get("est.door.requests").gauge().value() > 0
                    || open.meters.get("est.door.connections").gauge().value() > 0) {
                pause();
            }
            assertThat(open.count("est.door.refusals", "reason", "late")).isZero();
        }
    }

    @Test
    void T_18_who_waits_longest_makes_room_when_all_places_are_taken() throws IOException {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("connections", "2"));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), open.door.port());
                TestClient second = open.connect()) {
            assertThat(second.ask(GET).status()).isEqualTo(200);
            try (TestClient third = open.connect()) {
                assertThat(third.ask(GET).status()).isEqualTo(200);
                assertThat(isCut(silent)).isTrue();
                assertThat(second.ask(GET).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void the_number_of_connections_is_bounded_before_the_handshake() throws Exception {
        CompletableFuture<EstReply> reply = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (OpenDoor open = new OpenDoor(
                        request -> {
                            begun.complete(null);
                            return Uni.createFrom().completionStage(reply);
                        },
                        Map.of("connections", "1"));
                TestClient answered = open.connect()) {
            answered.send(GET);
            begun.get(5, TimeUnit.SECONDS);
            try (Socket second = new Socket(InetAddress.getLoopbackAddress(), open.door.port())) {
                assertThat(isCut(second)).isTrue();
            }
            reply.complete(EstReply.empty(200));
            assertThat(answered.read().status()).isEqualTo(200);
        }
    }

    private static boolean isCut(Socket connection) throws IOException {
        connection.setSoTimeout(5000);
        return connection.getInputStream().read() == -1;
    }

    @Test
    void the_number_of_connections_of_one_address_is_bounded() throws IOException {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("connections-per-address", "2"))) {
            try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), open.door.port());
                    TestClient second = open.connect()) {
                assertThat(second.ask(GET).status()).isEqualTo(200);
                assertThat(silent.isConnected()).isTrue();
                try (Socket third = new Socket(InetAddress.getLoopbackAddress(), open.door.port())) {
                    assertThat(isCut(third)).isTrue();
                }
            }
            while (open.meters.get("est.door.connections").gauge().value() > 0) {
                pause();
            }
            try (TestClient fourth = open.connect()) {
                assertThat(fourth.ask(GET).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_late_handler_is_cancelled_and_answered_for() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (OpenDoor open = new OpenDoor(
                        request -> Uni.createFrom()
                                .<EstReply>nothing()
                                .onCancellation()
                                .invoke(() -> cancelled.complete(null)),
                        Map.of("request-deadline", "0.2s"));
                TestClient client = open.connect()) {
            TestClient.Answer answer = client.ask(GET);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(10, 60);
            cancelled.get(5, TimeUnit.SECONDS);
            assertThat(client.ask(GET).status()).isEqualTo(503);
        }
    }

    @Test
    void T_23_more_requests_than_may_be_answered_at_once_are_shed() throws Exception {
        CompletableFuture<EstReply> reply = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (OpenDoor open = new OpenDoor(
                        request -> {
                            begun.complete(null);
                            return Uni.createFrom().completionStage(reply);
                        },
                        Map.of("requests", "1"));
                TestClient first = open.connect();
                TestClient second = open.connect()) {
            first.send(GET);
            begun.get(5, TimeUnit.SECONDS);

            TestClient.Answer shed = second.ask(GET);

            assertThat(shed.status()).isEqualTo(503);
            assertThat(Integer.parseInt(shed.header("Retry-After"))).isBetween(10, 60);
            assertThat(open.count("est.door.refusals", "reason", "busy")).isEqualTo(1);
            reply.complete(EstReply.empty(200));
            assertThat(first.read().status()).isEqualTo(200);
            try (TestClient third = open.connect()) {
                assertThat(third.ask(GET).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void T_18_requests_that_drip_in_take_no_place_of_whole_ones() {
        try (OpenDoor open = new OpenDoor(DoorLimitsTest::ok, Map.of("requests", "1"));
                TestClient dripping = open.connect();
                TestClient whole = open.connect()) {
            dripping.send("GET /x HTTP/1.1\r\nHo");
            while (open.meters.get("est.door.requests").gauge().value() < 1) {
                pause();
            }
            assertThat(whole.ask(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_after_the_deadline_is_dropped() {
        CompletableFuture<EstReply> late = new CompletableFuture<>();
        try (OpenDoor open = new OpenDoor(
                        request ->
                                request.path().equals("/x") ? Uni.createFrom().completionStage(late) : ok(request),
                        Map.of("request-deadline", "0.2s"));
                TestClient client = open.connect()) {
            assertThat(client.ask(GET).status()).isEqualTo(503);
            late.complete(EstReply.empty(201));
            assertThat(client.ask(GET.replace("/x", "/y")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_leaves_cancels_its_request() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (OpenDoor open = new OpenDoor(
                request -> {
                    begun.complete(null);
                    return Uni.createFrom().<EstReply>nothing().onCancellation().invoke(() -> cancelled.complete(null));
                },
                Map.of())) {
            try (TestClient client = open.connect()) {
                client.send(GET);
                begun.get(5, TimeUnit.SECONDS);
            }
            cancelled.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void F_31_closing_lets_requests_in_flight_finish() throws Exception {
        CompletableFuture<EstReply> reply = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        OpenDoor open = new OpenDoor(
                request -> {
                    if (request.path().equals("/y")) {
                        return ok(request);
                    }
                    begun.complete(null);
                    return Uni.createFrom().completionStage(reply);
                },
                Map.of());
        try (TestClient client = open.connect()) {
            client.send(GET);
            begun.get(5, TimeUnit.SECONDS);
            CompletableFuture<Void> closed = open.door.close().subscribeAsCompletionStage();
            try (TestClient other = open.connect()) {
                assertThat(other.ask(GET.replace("/x", "/y")).header("Connection"))
                        .isEqualTo("close");
            }
            reply.complete(new EstReply(200, Map.of(), "done".getBytes(US_ASCII), false));
            TestClient.Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("done");
            assertThat(answer.header("Connection")).isEqualTo("close");
            closed.get(10, TimeUnit.SECONDS);
        }
        open.close();
    }

    @Test
    void F_31_closing_does_not_wait_for_ever() {
        OpenDoor open = new OpenDoor(request -> Uni.createFrom().nothing(), Map.of("drain-timeout", "0.3s"));
        try (TestClient client = open.connect()) {
            client.send(GET);
            pause();
            open.close();
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void as_many_event_loops_as_are_set_share_the_port(int loops) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        try (OpenDoor open = new OpenDoor(
                request -> {
                    threads.add(Thread.currentThread().getName());
                    return ok(request);
                },
                Map.of("event-loops", Integer.toString(loops)))) {
            for (int i = 0; i < 3 * loops; i++) {
                try (TestClient client = open.connect()) {
                    assertThat(client.ask(GET).status()).isEqualTo(200);
                }
            }
        }
        assertThat(threads).hasSize(loops);
    }
}
