package est.ca.vault;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.CaException.Kind;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Vault answers, and as which kind of failure it arrives. */
class OutcomeTableTest {

    private static final String SIGN = "sign-verbatim";

    /** What an endless answer came to before it was cut off; a gigabyte, if it was not. */
    private static final AtomicLong WRITTEN = new AtomicLong();

    private static final long FEW = 64 << 20;
    private static final Duration AT_ALL = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static LoopbackVault vault;
    private static OpenVault open;
    private static CertificationAuthority authority;

    @BeforeAll
    static void start() {
        vault = LoopbackVault.start();
        open = OpenVault.at(vault, folder);
        authority = open.open();
    }

    @AfterAll
    static void stop() {
        open.close();
        vault.close();
    }

    @AfterEach
    void behave() {
        vault.behave();
    }

    static IssuanceRequest request() {
        return TestRequests.valid().askingForTheGrant().build();
    }

    private static CaException failure() {
        return failureOf(authority.issue(request()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED, common name not allowed by this role",
        "400, REFUSED, ''",
        "400, DEFECTIVE, unknown role: device",
        "400, DEFECTIVE, cannot satisfy request as it would result in notAfter that is beyond the expiration of the CA certificate",
        "400, DEFECTIVE, not_after_bound is set to forbid but there was one set",
        "404, DEFECTIVE, no handler for route",
        "405, DEFECTIVE, unsupported operation",
        "412, UNAVAILABLE, required index state not present",
        "413, REFUSED, http: request body too large",
        "429, UNAVAILABLE, rate limit quota exceeded",
        "500, UNAVAILABLE, internal error",
        "500, DEFECTIVE, could not fetch the CA certificate (was one set?)",
        "502, UNAVAILABLE, bad gateway",
        "503, UNAVAILABLE, Vault is sealed",
        "503, UNAVAILABLE, local node not active but active cluster node not found",
        "504, UNKNOWN, upstream request timeout",
        "307, UNAVAILABLE, ''"
    })
    void F_17_each_status_has_its_kind_and_is_asked_once(int status, Kind kind, String error) {
        vault.always(SIGN, status, error);
        long before = vault.count(SIGN);

        CaException failure = failure();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(vault.count(SIGN)).isEqualTo(before + 1);
        // T-28: its text is for the log
        assertThat(failure.getMessage()).doesNotContain(error.isEmpty() ? "\0" : error);
        assertThat(failure).hasStackTraceContaining(error);
    }

    static Stream<Arguments> brokenAnswers() {
        return Stream.of(
                broken("HTML", Kind.DEFECTIVE, request -> request.response().end("<html>Welcome to the proxy</html>")),
                broken("nothing", Kind.DEFECTIVE, request -> request.response().end()),
                broken("204", Kind.DEFECTIVE, request -> request.response()
                        .setStatusCode(204)
                        .end()),
                broken("data null", Kind.DEFECTIVE, request -> request.response()
                        .end("{\"data\":null}")),
                broken("a JSON array", Kind.DEFECTIVE, request -> request.response()
                        .end("[1]")),
                broken("no certificate", Kind.DEFECTIVE, request -> data(request, new JsonObject())),
                broken(
                        "a broken certificate",
                        Kind.DEFECTIVE,
                        request -> data(
                                request, new JsonObject().put("certificate", Pem.write("CERTIFICATE", new byte[9])))),
                broken("a number", Kind.DEFECTIVE, request -> data(request, new JsonObject().put("certificate", 7))),
                broken("reset after the request", Kind.UNKNOWN, request -> request.connection()
                        .close()),
                broken("half a body", Kind.UNKNOWN, OutcomeTableTest::halfABody),
                broken("a gigabyte announced", Kind.UNKNOWN, request -> request.response()
                        .putHeader("Content-Length", Long.toString(1L << 30))
                        .write("{")),
                broken("a gigabyte unannounced", Kind.UNKNOWN, OutcomeTableTest::endless));
    }

    private static Arguments broken(String name, Kind kind, Consumer<HttpServerRequest> answer) {
        return Arguments.of(Named.of(name, answer), kind);
    }

    private static void data(HttpServerRequest request, JsonObject data) {
        LoopbackVault.respond(request, 200, new JsonObject().put("data", data));
    }

    private static void halfABody(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Length", "1000")
                .write("{\"data\":{")
                .onComplete(written -> request.connection().close());
    }

    private static void endless(HttpServerRequest request) {
        WRITTEN.set(0);
        Buffer part = Buffer.buffer(new byte[64 << 10]);
        request.response().setChunked(true);
        write(request, part, 16_384);
    }

    private static void write(HttpServerRequest request, Buffer part, int left) {
        if (left > 0) {
            request.response().write(part).onSuccess(written -> {
                WRITTEN.addAndGet(part.length());
                write(request, part, left - 1);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void F_18_what_is_no_certificate_is_not_taken_for_one(Consumer<HttpServerRequest> answer, Kind kind) {
        vault.next(SIGN, answer);
        long before = vault.count(SIGN);

        assertThat(failure().kind()).isEqualTo(kind);
        assertThat(vault.count(SIGN)).isEqualTo(before + 1);
        assertThat(WRITTEN.get()).as("octets that went into buffers on the way").isLessThan(FEW);
    }

    @ParameterizedTest
    @CsvSource({"7, PT7S", "0, PT1S", "86400, PT5M", "'Wed, 21 Oct 2026 07:28:00 GMT', PT0S", "'', PT0S"})
    void a_wish_for_patience_is_honored_and_bounded(String header, Duration expected) {
        vault.next(SIGN, request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", header)
                .end());

        assertThat(failure().retryAfter()).isEqualTo(expected);
    }

    @Test
    void F_18_after_an_unknown_outcome_the_same_request_is_not_sent_again() {
        vault.next(SIGN, request -> request.connection().close());
        IssuanceRequest request = request();
        assertThat(failureOf(authority.issue(request)).kind()).isEqualTo(Kind.UNKNOWN);
        long before = vault.count(SIGN);

        assertThat(failureOf(authority.issue(request)).kind()).isEqualTo(Kind.UNKNOWN);

        assertThat(vault.count(SIGN)).isEqualTo(before);
    }

    @Test
    void F_18_a_deadline_after_the_request_was_written_is_an_unknown_outcome() {
        try (OpenVault hasty = OpenVault.at(vault, folder).with("timeout", "3s")) {
            CertificationAuthority impatient = hasty.open();
            awaitLogin(impatient);
            vault.always(SIGN, request -> request.response().setChunked(true).write("{"));

            assertThat(failureOf(impatient.issue(request())).kind()).isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void F_16_sealed_then_unsealed_needs_no_restart() {
        vault.seal();
        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failureOf(authority.probe()).kind()).isEqualTo(Kind.UNAVAILABLE);
        vault.unseal();

        await(authority.probe());
        assertThat(await(authority.issue(request()))).isInstanceOf(Issuance.Issued.class);
    }

    /** On a busy machine the short deadline may pass before there is a connection. */
    private static void awaitLogin(CertificationAuthority authority) {
        long end = System.nanoTime() + AT_ALL.toNanos();
        while (System.nanoTime() < end) {
            try {
                await(authority.probe());
                return;
            } catch (CaException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        await(authority.probe());
    }
}
