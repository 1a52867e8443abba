package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door accepts and refuses as HTTP, octet for octet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorHttpTest {

    private static final String HOST = "Host: localhost\r\n";

    private final Queue<EstRequest> seen = new ConcurrentLinkedQueue<>();
    private OpenDoor open;

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

    private static EstReply text(String text) {
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

    private TestClient.Answer ask(String octets) {
        try (TestClient client = open.connect()) {
            return client.ask(octets);
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    private static String post(String fields, String body) {
        return "POST /p HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
    }

    private void isRefused(String octets, int status) {
        try (TestClient client = open.connect()) {
            TestClient.Answer answer = client.ask(octets);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
            assertThat(answer.body()).contains(answer.header("Request-Id")).hasLineCount(1);
            assertThat(client.ended()).isTrue();
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void EST_HTTP_05_names_are_capitalised_and_the_length_is_explicit() {
        TestClient.Answer answer = ask(get("/x"));
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.headers())
                .containsExactly(
                        "Content-Type: text/plain", "Content-Length: 7", "Request-Id: " + answer.header("Request-Id"));
        assertThat(answer.body()).isEqualTo("GET /x ");
    }

    @Test
    void the_reference_is_ours_and_reaches_the_handler() {
        TestClient.Answer answer = ask("GET /x HTTP/1.1\r\n" + HOST + "Request-Id: theirs\r\n\r\n");
        assertThat(answer.header("Request-Id")).matches("[0-9a-f]{16}");
        assertThat(seen.remove().reference()).isEqualTo(answer.header("Request-Id"));
    }

    @Test
    void EST_HTTP_06_connections_persist() {
        try (TestClient client = open.connect()) {
            assertThat(client.ask(get("/1")).body()).isEqualTo("GET /1 ");
            assertThat(client.ask(get("/2")).body()).isEqualTo("GET /2 ");
        }
    }

    @Test
    void EST_HTTP_06_connection_close_is_honoured() {
        try (TestClient client = open.connect()) {
            TestClient.Answer answer = client.ask("GET /x HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void the_handler_can_end_the_connection() {
        try (TestClient client = open.connect()) {
            assertThat(client.ask(get("/close")).header("Connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void http_10_is_answered_and_closed() {
        try (TestClient client = open.connect()) {
            TestClient.Answer answer = client.ask("GET /x HTTP/1.0\r\n\r\n");
            assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void EST_HTTP_02_head_has_the_length_but_no_body() {
        try (TestClient client = open.connect()) {
            TestClient.Answer head =
                    client.send("HEAD /x HTTP/1.1\r\n" + HOST + "\r\n").read(true);
            assertThat(head.header("Content-Length")).isEqualTo("8");
            assertThat(client.ask(get("/next")).body()).isEqualTo("GET /next ");
        }
    }

    @Test
    void status_204_has_neither_length_nor_body() {
        try (TestClient client = open.connect()) {
            assertThat(client.ask(get("/204")).header("Content-Length")).isEmpty();
            assertThat(client.ask(get("/next")).status()).isEqualTo(200);
        }
    }

    @Test
    void status_202_has_an_explicit_empty_body() {
        TestClient.Answer answer = ask(get("/202"));
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.header("Retry-After")).isEqualTo("7");
    }

    @Test
    void EST_HTTP_11_the_query_is_cut_off_and_the_path_is_raw() {
        assertThat(ask(get("/a%2Fb/../c;d?x=/y?z")).body()).isEqualTo("GET /a%2Fb/../c;d ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/est/cacerts;x",
                "/.well-known/est%2Fcacerts",
                "//.well-known/est/cacerts",
                "/.well-known/./est/cacerts",
                "/.well-known/x/../est/cacerts",
                "/%2ewell-known/est/cacerts",
                "/.well-known/est/cacerts%00",
                "/.well-known/est/cacerts.",
                "/.well-known/est/cacerts/",
                "/.WELL-KNOWN/est/cacerts",
                "/.well-known/est\\cacerts",
                "http://localhost/.well-known/est/cacerts",
                "*"
            })
    void T_4_no_spelling_is_normalised(String target) {
        ask(get(target));
        assertThat(seen.remove().path()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\u0001b", "/a\u007fb", "/a\u0080b", "/\u00c0\u00af", "/a b", "/a\tb", "/a\u0000"})
    void T_4_control_and_foreign_octets_in_the_target_are_refused(String target) {
        isRefused(get(target), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001\u0002", " ", "\t", "\u0080", "\u001b"})
    void T_4_control_octets_before_the_request_line_are_refused(String prefix) {
        isRefused(prefix + get("/x"), 400);
    }

    @Test
    void T_1_headers_about_certificates_and_addresses_change_nothing() {
        ask("GET /x HTTP/1.1\r\n" + HOST
                + "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\nClient-Cert: :AAAA:\r\n\r\n");
        ClientConnection connection = seen.remove().connection();
        assertThat(connection.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void EST_HTTP_15_octets_after_the_body_are_no_error() {
        try (TestClient client = open.connect()) {
            assertThat(client.ask(post("Content-Length: 3\r\n", "abc\r\n\r\n")).body())
                    .isEqualTo("POST /p abc");
            assertThat(client.ask(get("/next")).body()).isEqualTo("GET /next ");
        }
    }

    @Test
    void EST_HTTP_15_octets_after_the_body_do_not_reset_a_closing_connection() {
        try (TestClient client = open.connect()) {
            assertThat(client.ask(post("Content-Length: 3\r\nConnection: close\r\n", "abc\r\n\r\n"))
                            .body())
                    .isEqualTo("POST /p abc");
            client.send("\r\n\r\n");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void EST_HTTP_07_expectations_are_met_before_the_body_is_read() {
        try (TestClient client = open.connect()) {
            TestClient.Answer go = client.ask(post("Content-Length: 3\r\nExpect: 100-continue\r\n", ""));
            assertThat(go.statusLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.ask("abc").body()).isEqualTo("POST /p abc");
        }
    }

    @Test
    void EST_HTTP_07_a_large_body_is_refused_instead_of_expected() {
        isRefused(post("Content-Length: 65537\r\nExpect: 100-continue\r\n", ""), 413);
    }

    @Test
    void EST_HTTP_10_a_body_at_the_limit_is_read() {
        String body = "x".repeat(65536);
        assertThat(ask(post("Content-Length: 65536\r\n", body)).body()).endsWith(body);
    }

    @Test
    void EST_HTTP_10_a_body_over_the_limit_is_refused_before_it_is_read() {
        isRefused(post("Content-Length: 65537\r\n", "x"), 413);
    }

    @Test
    void T_18_a_refused_client_that_goes_on_sending_can_read_its_answer() {
        try (TestClient client = open.connect()) {
            client.send(post("Content-Length: 300000\r\n", "x".repeat(300_000)));
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void T_19_chunked_bodies_are_accepted() {
        assertThat(ask(post("Transfer-Encoding: chunked\r\n", "2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n"))
                        .body())
                .isEqualTo("POST /p abc");
    }

    @Test
    void T_19_chunked_bodies_are_counted() {
        isRefused(post("Transfer-Encoding: chunked\r\n", ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(5)), 413);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 3_Transfer-Encoding: chunked, 400",
        "Content-Length: 3_Content-Length: 4, 400",
        "Content-Length: 3_Content-Length: 3, 400",
        "'Content-Length: 3,4', 400",
        "Content-Length: -3, 400",
        "Content-Length: +3, 400",
        "Content-Length: 0x3, 400",
        "Content-Length: 99999999999999999999, 400",
        "Transfer-Encoding: gzip, 400",
        "'Transfer-Encoding: gzip, chunked', 400",
        "'Transfer-Encoding: chunked, chunked', 400",
        "Transfer-Encoding: xchunked, 400",
        "Transfer-Encoding : chunked, 400",
        "Content-Length: 3_Content-Encoding: gzip, 415",
        "Content-Length: 3_Host: other, 400",
        "No colon, 400",
        ": no name, 400",
        "Bad name: x, 400"
    })
    void T_19_untrusted_framing_is_refused(String fields, int status) {
        isRefused(post(fields.replace("_", "\r\n") + "\r\n", "abc"), status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nabc\r\n", "-1\r\n", "fffffffff\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\nabc\n0\n\n"})
    void T_19_a_bad_chunk_is_refused(String body) {
        isRefused(post("Transfer-Encoding: chunked\r\n", body), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /x HTTP/1.1\r\n\r\n",
                "GET /x HTTP/2.0\r\nHost: x\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /x\r\n\r\n",
                "GET /x HTTP/1.1 x\r\nHost: x\r\n\r\n",
                "GET /x HTTP/1.1\nHost: x\n\n",
                "GET /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void broken_http_is_refused(String octets) {
        isRefused(octets, 400);
    }

    @Test
    void more_than_a_hundred_headers_are_refused() {
        assertThat(ask("GET /x HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(99) + "\r\n")
                        .status())
                .isEqualTo(200);
        seen.clear();
        isRefused("GET /x HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(100) + "\r\n", 431);
    }

    @Test
    void more_than_16_KiB_of_headers_are_refused() {
        isRefused("GET /x HTTP/1.1\r\n" + HOST + "A: " + "b".repeat(16_384) + "\r\n\r\n", 431);
        isRefused("GET /" + "x".repeat(4000) + " HTTP/1.1\r\n" + HOST + "A: " + "b".repeat(13_000) + "\r\n\r\n", 431);
    }

    @Test
    void a_long_request_line_is_refused() {
        isRefused(get("/" + "x".repeat(16_384)), 414);
    }

    @Test
    void F_44_pipelined_requests_are_answered_in_order() {
        try (TestClient client = open.connect()) {
            client.send(get("/1") + post("Content-Length: 1\r\n", "2") + "\r\n" + get("/3"));
            assertThat(client.read().body()).isEqualTo("GET /1 ");
            assertThat(client.read().body()).isEqualTo("POST /p 2");
            assertThat(client.read().body()).isEqualTo("GET /3 ");
        }
    }

    @Test
    void F_44_a_broken_request_is_answered_after_the_good_ones_before_it() {
        try (TestClient client = open.connect()) {
            client.send(get("/1").repeat(200) + "\u0001");
            for (int i = 0; i < 200; i++) {
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void F_43_no_partial_request_acts() {
        String whole = post("Content-Length: 10\r\nContent-Type: application/pkcs10\r\n", "0123456789");
        for (int cut = 1; cut < whole.length(); cut += 7) {
            try (TestClient client = open.connect()) {
                client.send(whole.substring(0, cut));
            }
        }
        ask(get("/after"));
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_request_split_at_every_octet_is_read() {
        try (TestClient client = open.connect()) {
            String whole = post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n");
            whole.chars().forEach(octet -> client.send(String.valueOf((char) octet)));
            assertThat(client.read().body()).isEqualTo("POST /p abc");
        }
    }

    @Test
    void a_fault_of_the_handler_shows_nothing_of_itself() {
        TestClient.Answer answer = ask(get("/fail"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("internal error (reference " + answer.header("Request-Id") + ")\n");
        assertThat(ask(get("/nothing")).status()).isEqualTo(500);
    }

    @Test
    void requests_run_on_a_safe_context_of_their_own() {
        assertThat(ask(get("/context")).body()).isEqualTo("true true");
    }

    @Test
    void EST_TLS_01_plain_http_gets_nothing() throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), open.door.port())) {
            plain.setSoTimeout(5000);
            plain.getOutputStream().write(get("/x").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotContain("HTTP");
            assertThat(seen).isEmpty();
        }
    }
}
