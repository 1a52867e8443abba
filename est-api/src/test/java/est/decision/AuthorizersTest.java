package est.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import est.outbound.LoopbackClients;
import est.outbound.LoopbackParty;
import est.outbound.OutboundClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An authorizer that is slow, wrong or gone, on real TLS: whatever it does, only its own signed decision counts (I-6). */
class AuthorizersTest {

    private static final String ALLOW = "{\"decision\":\"allow\"}";
    private static final Duration AT_ALL = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static LoopbackParty party;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Authorizers authorizers;

    @BeforeAll
    static void start() {
        party = LoopbackParty.start();
        party.writeTo(folder);
    }

    @AfterAll
    static void stop() {
        party.close();
    }

    @AfterEach
    void close() {
        if (authorizers != null) {
            authorizers.close();
        }
    }

    private Authorizers open(OutboundClients clients, String... settings) {
        authorizers = new Authorizers(settings(settings), clients, meters, Clock.systemUTC());
        authorizers.open();
        return authorizers;
    }

    private AuthorizerSettings settings(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "url", party.url("/decide"),
                "timeout", "10s",
                "tls-configuration-name", "party",
                "failures-in-a-row", "1000",
                "secret-file", folder.resolve("secret").toString()));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Map<String, String> properties = new HashMap<>();
        all.forEach((key, value) -> properties.put("est.authorizer.gate." + key, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(AuthorizerSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(AuthorizerSettings.class);
    }

    private Authorizers open(String... settings) {
        return open(LoopbackClients.of(party), settings);
    }

    private Decision ask() {
        return authorizers
                .ask("gate", authorizers.inForce().number(), Questions.about("camera"))
                .await()
                .atMost(AT_ALL);
    }

    private DecisionRefusal.Reason refusal() {
        return catchThrowableOfType(DecisionRefusal.class, this::ask).reason();
    }

    @Test
    void T_28_a_signed_answer_counts() {
        open();
        party.answers(ALLOW);

        assertThat(ask()).isInstanceOf(Decision.Allowed.class);
        LoopbackParty.Posted posted = party.posted().get(party.posted().size() - 1);
        assertThat(posted.json().getString("id")).isEqualTo(posted.id());
        assertThat(posted.signature())
                .isEqualTo("v1," + LoopbackParty.hmac(posted.id() + "." + posted.timestamp() + "." + posted.body()));
    }

    @Test
    void I_13_a_request_asks_the_authorizer_of_its_own_configuration_to_its_end() {
        open();
        int before = authorizers.inForce().number();
        party.answers(ALLOW);
        authorizers.replace(authorizers.prepare(settings("url", "https://localhost:1/nobody-listens")));

        assertThat(authorizers
                        .ask("gate", before, Questions.about("camera"))
                        .await()
                        .atMost(AT_ALL))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                wrong("unsigned", (request, posted) -> LoopbackParty.respond(request, 200, ALLOW)),
                wrong(
                        "signed for another question",
                        (request, posted) -> LoopbackParty.respondSigned(request, "another", ALLOW)),
                wrong("the question's signature sent back", (request, posted) -> {
                    request.response().putHeader("Webhook-Signature", posted.signature());
                    LoopbackParty.respond(request, 200, ALLOW);
                }),
                wrong("a page", (request, posted) -> signed(request, posted, "text/html", 200, ALLOW)),
                wrong("status 500", (request, posted) -> signed(request, posted, "application/json", 500, ALLOW)),
                wrong("status 201", (request, posted) -> signed(request, posted, "application/json", 201, ALLOW)),
                wrong("a redirect", (request, posted) -> {
                    request.response().putHeader("Location", party.url("/elsewhere"));
                    signed(request, posted, "application/json", 307, ALLOW);
                }),
                wrong("no JSON", (request, posted) -> LoopbackParty.respondSigned(request, posted.id(), "yes")),
                wrong(
                        "an unknown decision",
                        (request, posted) ->
                                LoopbackParty.respondSigned(request, posted.id(), "{\"decision\":\"perhaps\"}")));
    }

    private static Arguments wrong(String what, LoopbackParty.Script script) {
        return Arguments.of(what, script);
    }

    private static void signed(
            HttpServerRequest request, LoopbackParty.Posted posted, String type, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Webhook-Signature", "v1," + LoopbackParty.hmac("answer." + posted.id() + "." + body))
                .end(body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnswers")
    void T_28_an_answer_that_is_wrong_counts_for_nothing_and_is_not_asked_for_again(
            String what, LoopbackParty.Script script) {
        open();
        party.script(script);
        int before = party.posted().size();

        assertThat(refusal()).as(what).isEqualTo(DecisionRefusal.Reason.UNUSABLE_ANSWER);
        assertThat(party.posted()).as("asked once, redirects not followed").hasSize(before + 1);
    }

    static Stream<Arguments> brokenAnswers() {
        return Stream.of(
                wrong("no headers", (request, posted) -> {}),
                wrong("half a body", (request, posted) -> begun(request, 100).write("{\"decision\":")),
                wrong("half a body, cut", (request, posted) -> {
                    begun(request, 100).write("{\"decision\":");
                    request.connection().close();
                }),
                wrong("one octet at a time", (request, posted) -> drip(begun(request, 5_000))),
                wrong("a gigabyte announced", (request, posted) -> begun(request, 1L << 30)
                        .write("{")),
                wrong(
                        "a gigabyte sent",
                        (request, posted) -> flood(request.response().setChunked(true))),
                wrong("cut", (request, posted) -> request.connection().close()));
    }

    private static HttpServerResponse begun(HttpServerRequest request, long length) {
        return request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Long.toString(length));
    }

    private static void drip(HttpServerResponse response) {
        response.write(" ").onSuccess(written -> Vertx.currentContext().owner().setTimer(100, fired -> drip(response)));
    }

    private static void flood(HttpServerResponse response) {
        response.write(Buffer.buffer(new byte[8 << 10])).onSuccess(written -> flood(response));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void I_6_I_8_an_answer_that_does_not_come_whole_in_time_and_size_refuses(String what, LoopbackParty.Script script) {
        open("timeout", "700ms");
        party.script(script);

        assertThat(refusal()).as(what).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
    }

    @Test
    void I_6_an_authorizer_that_is_gone_refuses() {
        open();
        party.stop();
        try {
            assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
        } finally {
            party.resume();
        }
    }

    @Test
    void F_24_T_27_an_authorizer_of_an_unknown_CA_is_not_asked() {
        try (LoopbackParty stranger = LoopbackParty.start()) {
            open(LoopbackClients.ofStranger(party, stranger));
            party.answers(ALLOW);
            int before = party.posted().size();

            assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
            assertThat(party.posted()).hasSize(before);
        }
    }

    @Test
    void F_24_T_27_an_authorizer_whose_certificate_is_for_another_host_is_not_asked() {
        try (LoopbackParty elsewhere = LoopbackClients.elsewhere()) {
            elsewhere.answers(ALLOW);
            open(LoopbackClients.of(elsewhere), "url", elsewhere.url("/decide"));

            assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
            assertThat(elsewhere.posted()).isEmpty();
        }
    }

    @Test
    void F_24_an_expired_certificate_of_an_authorizer_is_refused() {
        try (LoopbackParty expired = LoopbackClients.expired()) {
            expired.answers(ALLOW);
            open(LoopbackClients.of(expired), "url", expired.url("/decide"));

            assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
            assertThat(expired.posted()).isEmpty();
        }
    }

    @Test
    void the_client_certificate_is_shown() {
        open(LoopbackClients.ofAnonymous(party));
        party.answers(ALLOW);

        assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.UNAVAILABLE);
    }

    @Test
    void T_23_a_slow_authorizer_holds_no_more_requests_than_its_pool() {
        open("pool-size", "2", "timeout", "20s");
        AtomicReference<Runnable> waiting = new AtomicReference<>(() -> {});
        party.script((request, posted) -> waiting.accumulateAndGet(
                () -> LoopbackParty.respondSigned(request, posted.id(), ALLOW), (one, other) -> () -> {
                    one.run();
                    other.run();
                }));
        int before = party.posted().size();
        CompletableFuture<?>[] held = IntStream.range(0, 2)
                .mapToObj(n -> authorizers
                        .ask("gate", authorizers.inForce().number(), Questions.about("camera"))
                        .subscribeAsCompletionStage())
                .toArray(CompletableFuture[]::new);

        assertThat(refusal()).isEqualTo(DecisionRefusal.Reason.BUSY);

        until(() -> party.posted().size() == before + 2);
        waiting.get().run();
        CompletableFuture.allOf(held).orTimeout(30, TimeUnit.SECONDS).join();
        party.answers(ALLOW);
        assertThat(ask()).as("the places are free again").isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void T_23_after_some_failures_it_is_not_asked_until_it_answers_again() {
        open("failures-in-a-row", "2");
        party.script((request, posted) -> LoopbackParty.respond(request, 500, ""));
        ask2(DecisionRefusal.Reason.UNUSABLE_ANSWER);
        int before = party.posted().size();

        ask2(DecisionRefusal.Reason.UNAVAILABLE);

        assertThat(party.posted()).hasSize(before);
        assertThat(meters.get("est.authorizer.up").gauge().value()).isZero();
        party.answers(ALLOW);
        until(() -> {
            try {
                return ask() instanceof Decision.Allowed;
            } catch (DecisionRefusal away) {
                return false;
            }
        });
        assertThat(meters.get("est.authorizer.up").gauge().value()).isEqualTo(1);
        assertThat(meters.get("est.authorizer.requests")
                        .tags("outcome", "away")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(2);
        assertThat(meters.get("est.authorizer.requests")
                        .tags("outcome", "allowed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private void ask2(DecisionRefusal.Reason reason) {
        assertThat(refusal()).isEqualTo(reason);
        assertThat(refusal()).isEqualTo(reason);
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + AT_ALL.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                Arguments.of("url", "http://authorizer.example/"),
                Arguments.of("timeout", "0s"),
                Arguments.of("timeout", "1m"),
                Arguments.of("pool-size", "0"),
                Arguments.of("failures-in-a-row", "0"),
                Arguments.of("tls-configuration-name", "nobody"),
                Arguments.of("secret-file", "/nowhere/secret"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void a_setting_that_cannot_work_stops_the_start_by_its_name(String setting, String value) {
        assertThatThrownBy(() -> open(setting, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.authorizer.gate." + setting + ": ");
    }
}
