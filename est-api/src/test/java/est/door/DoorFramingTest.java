package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests the door takes for HTTP, and which it refuses. */
class DoorFramingTest extends EchoingDoor {

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
}
