package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How the door answers, octet for octet. */
class DoorHttpTest extends EchoingDoor {

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
    void a_fault_of_the_handler_shows_nothing_of_itself() {
        TestClient.Answer answer = ask(get("/fail"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("internal error (reference " + answer.header("Request-Id") + ")\r\n");
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
