package est.interop;

import static est.protocol.CertificationRequests.ec;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.Credentials;
import est.device.Device;
import est.device.TestAuthority;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.util.Base64;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every octet of an answer, as clients with hand-written HTTP parsers see it. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class WireTest {

    private static final String ENROLL = "/.well-known/est/simpleenroll";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    private RawAnswer ask(String request) {
        return RawAnswer.to(request, Device.at(port));
    }

    /** A POST of base64 to {@code /simpleenroll} with these header lines beside. */
    private static String enroll(String body, String... lines) {
        return "POST " + ENROLL + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: wire\r\n"
                + String.join("", Stream.of(lines).map(line -> line + "\r\n").toList())
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String csr() {
        return new String(Device.base64(ec("CN=wire1").der()), ISO_8859_1);
    }

    private String authorization() {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((":" + credentials.secret()).getBytes(ISO_8859_1));
    }

    @Test
    void EST_ENR_01_an_enrollment_answer_has_exactly_these_headers() {
        RawAnswer answer = ask(enroll(csr(), authorization(), "Connection: close"));
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.headerLinesWithoutReference())
                .containsExactlyInAnyOrder(
                        "Content-Type: application/pkcs7-mime; smime-type=certs-only",
                        "Content-Transfer-Encoding: base64",
                        "Content-Length: " + answer.body().length(),
                        "Cache-Control: no-store",
                        "Connection: close");
    }

    @Test
    void EST_CA_01_the_media_type_of_cacerts_has_no_parameter() {
        RawAnswer answer = ask("GET /.well-known/est/cacerts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.headerLinesWithoutReference())
                .containsExactlyInAnyOrder(
                        "Content-Type: application/pkcs7-mime",
                        "Content-Transfer-Encoding: base64",
                        "Content-Length: " + answer.body().length(),
                        "Connection: close");
    }

    @Test
    void EST_ENC_05_a_body_is_wrapped_at_64_and_ends_with_one_crlf() {
        String body = ask(enroll(csr(), authorization(), "Connection: close")).body();
        assertThat(body).matches("([A-Za-z0-9+/]{64}\r\n)*[A-Za-z0-9+/]{1,64}={0,2}\r\n");
    }

    @Test
    void EST_ENC_05_a_client_without_user_agent_gets_one_line() {
        String request = enroll(csr(), authorization(), "Connection: close").replace("User-Agent: wire\r\n", "");
        assertThat(ask(request).body()).matches("[A-Za-z0-9+/]+={0,2}\r\n");
    }

    @Test
    void EST_ERR_08_a_401_has_a_challenge_and_no_body() {
        RawAnswer answer = ask(enroll(csr(), "Connection: close"));
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        assertThat(answer.headerLinesWithoutReference())
                .containsExactlyInAnyOrder(
                        "WWW-Authenticate: Basic realm=\"est\"",
                        "Cache-Control: no-store",
                        "Content-Length: 0",
                        "Connection: close");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void EST_ERR_07_a_405_names_the_methods_that_work() {
        RawAnswer answer = ask("PUT " + ENROLL + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 405 Method Not Allowed");
        assertThat(answer.headerLinesWithoutReference()).contains("Allow: POST");
    }

    /** A status, and a request that is answered with it. */
    static Stream<Arguments> requests() {
        String get = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return Stream.of(
                Arguments.of("200", "GET /.well-known/est/cacerts" + get),
                Arguments.of("204", "GET /.well-known/est/csrattrs" + get),
                Arguments.of("400", "GET /.well-known/est/cacerts HTTP/1.1\r\n\r\n"),
                Arguments.of("401", enroll(csr(), "Connection: close")),
                Arguments.of("403", enroll(csr(), "Connection: close").replace("/est/", "/est/certificatesonly/")),
                Arguments.of("404", "GET /.well-known/est/nowhere" + get),
                Arguments.of("405", "GET " + ENROLL + get),
                Arguments.of(
                        "413", "POST " + ENROLL + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"),
                Arguments.of("415", enroll(csr(), "Connection: close", "Content-Type: text/html")),
                Arguments.of("501", enroll(csr(), "Connection: close").replace("simpleenroll", "serverkeygen")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void EST_HTTP_05_every_answer_is_framed_by_its_length(String status, String request) {
        RawAnswer answer = ask(request);
        assertThat(answer.statusLine()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.headerLines()).noneMatch(line -> line.startsWith("Transfer-Encoding:"));
        if (!status.equals("204")) {
            assertThat(answer.headerLines())
                    .contains("Content-Length: " + answer.body().length());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void EST_HTTP_05_header_names_are_capitalized(String status, String request) {
        assertThat(ask(request).headerLines())
                .allMatch(line -> line.matches("(WWW|[A-Z][a-z]+)(-[A-Z][a-z]+)*: \\S.*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void EST_HTTP_15_head_and_body_come_short_and_in_one_write(String status, String request) {
        RawAnswer answer = ask(request);
        assertThat(answer.headerLines()).hasSizeLessThanOrEqualTo(10);
        assertThat(answer.head()).hasSizeLessThan(1024);
        assertThat(answer.records()).hasSize(1);
    }

    /** Those of {@link #requests} that are refused, but for 401, whose answer is empty. */
    static Stream<Arguments> refusals() {
        return requests().filter(row -> ((String) row.get()[0]).matches("40[^1]|41.|5.."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void EST_ERR_01_errors_are_one_line_of_plain_text_with_the_reference(String status, String request) {
        RawAnswer answer = ask(request);
        assertThat(answer.statusLine()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.headerLines()).contains("Content-Type: text/plain; charset=utf-8");
        assertThat(answer.body()).matches("[ -~]+ \\(reference " + answer.reference() + "\\)\r\n");
    }

    @Test
    void EST_HTTP_15_libest_ends_every_body_with_empty_lines() {
        String request = enroll(csr(), authorization(), "Connection: close", "Content-Type: application/pkcs10");
        RawAnswer answer = ask(request + "\r\n\r\n");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.records()).hasSize(1);
    }

    @Test
    void EST_HTTP_15_the_empty_lines_are_no_request_on_a_kept_connection() {
        String first = enroll(csr()) + "\r\n\r\n";
        String second = enroll(csr(), authorization(), "Connection: close") + "\r\n\r\n";
        RawAnswer answers = ask(first + second);
        assertThat(answers.records()).hasSize(2);
        assertThat(answers.records().get(0)).startsWith("HTTP/1.1 401 ").doesNotContain("Connection: close");
        assertThat(answers.records().get(1)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void EST_AUTH_05_libest_asks_without_credentials_first_and_again_on_a_new_connection() {
        String csr = csr();
        assertThat(ask(enroll(csr, "Connection: close")).statusLine()).startsWith("HTTP/1.1 401 ");
        assertThat(ask(enroll(csr, "Connection: close", authorization())).statusLine())
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void EST_HTTP_07_expect_100_continue_is_answered_before_the_body() {
        RawAnswer answers = ask(enroll(csr(), "Expect: 100-continue", "Connection: close", authorization()));
        assertThat(answers.records().get(0)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(answers.records().get(1)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void EST_AUTH_03_junk_authorization_beside_a_good_certificate_does_not_matter() {
        KeyPair keys = TestAuthority.ecKeys();
        Device device = Device.at(port).with(keys.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=wire1", keys));
        String request = enroll(csr(), "Connection: close", "Authorization: Basic Tm9uZTpOb25l");
        assertThat(RawAnswer.to(request, device).statusLine()).isEqualTo("HTTP/1.1 200 OK");
    }
}
