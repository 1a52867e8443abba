package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.Lie;
import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.FrozenDatabase;
import est.issuance.MemoryAuthorities;
import est.outbound.LoopbackParty;
import est.record.DatabaseSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * I-10: secrets go through every input and every failure of a whole server that logs everything it can, and are then looked
 * for in all that came out of it.
 */
@QuarkusTest
@TestProfile(MostVerbose.class)
@WithTestResource(CanaryServer.class)
class SecretsTest {

    private static final Canaries CANARIES = CanaryServer.CANARIES;
    private static final String SIMPLEENROLL = "/.well-known/est/simpleenroll";
    private static final String AUTHORIZED = "/.well-known/est/authorized/simpleenroll";
    private static final String MEMORY = "/.well-known/est/memory/simpleenroll";

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @ConfigProperty(name = "quarkus.log.file.path")
    Path logFile;

    @Inject
    Credentials credentials;

    @Inject
    MemoryAuthorities memory;

    @Inject
    FrozenDatabase frozen;

    @Inject
    DatabaseSettings database;

    private final LeakRecorder recorder = new LeakRecorder(CANARIES);
    private final List<String> answers = new ArrayList<>();

    @BeforeEach
    void listen() {
        LogContext.getLogContext().getLogger("").addHandler(recorder);
    }

    @AfterEach
    void listenNoMore() {
        LogContext.getLogContext().getLogger("").removeHandler(recorder);
        memory.authority().behave();
    }

    @Test
    void I_10_no_secret_appears_in_logs_answers_metrics_or_audit() throws Exception {
        String user = "user-of-canaries";
        String password = CANARIES.plant("password", "canary-of-the-password");
        credentials.user(user, password);
        CANARIES.plant("hash of the password", secondPartOfHash());

        goodVisits(user, password);
        refusedCredentials(user, password);
        refusedRequests(user, password);
        failures(user, password);
        decisions(user, password);

        assertThat(CANARIES.places()).hasSizeGreaterThan(15);
        assertThat(recorder.records()).isGreaterThan(1_000);
        assertThat(recorder.leaks()).isEmpty();
        assertThat(answers).hasSizeGreaterThan(25).allSatisfy(answer -> assertThat(CANARIES.seenIn(answer))
                .isEmpty());
        assertNothingIsIn(get("/q/metrics"), "est_requests_total");
        assertNothingIsIn(get("/q/health"), "UP");
        assertNothingIsIn(rows("est.audit_event"), "GRANTED");
        assertNothingIsIn(rows("est.enrollment"), "ISSUED");
        assertThat(CANARIES.seenIn((Object) database)).isEmpty();
        assertTheLogFileHoldsNone();
    }

    private Answer visit(Answer answer) {
        answers.add(answer.status() + " " + answer.headers() + "\n" + answer.text());
        return answer;
    }

    private void visit(int status, Answer answer) {
        assertThat(visit(answer).status()).as(answer.text()).isEqualTo(status);
    }

    private String newSecret(String place) {
        return CANARIES.plant(place, credentials.secret());
    }

    private void goodVisits(String user, String password) {
        visit(200, Device.at(port).with(user, password).enroll(ec("CN=canary1").der()));
        visit(
                200,
                Device.at(port)
                        .withSecret(newSecret("one-time secret"))
                        .enroll(ec("CN=canary2").der()));
        visit(
                200,
                Device.at(port)
                        .withSecret(newSecret("one-time secret of another label"))
                        .post(
                                "/.well-known/est/canary/simpleenroll",
                                Device.base64(ec("CN=canary3").der())));
        String spent = newSecret("spent secret");
        visit(200, Device.at(port).withSecret(spent).enroll(ec("CN=canary4").der()));
        visit(401, Device.at(port).withSecret(spent).enroll(ec("CN=canary4").der()));
        visit(200, Device.at(port).with(user, password).get("/.well-known/est/cacerts"));
    }

    private void refusedCredentials(String user, String password) {
        String wrong = CANARIES.plant("wrong password", "canary-of-a-wrong-password");
        visit(401, Device.at(port).with(user, wrong).enroll(ec("CN=canary5").der()));
        visit(401, Device.at(port).with("nobody", wrong).enroll(ec("CN=canary5").der()));
        visit(401, Device.at(port).withSecret(wrong).enroll(ec("CN=canary5").der()));
        for (String scheme : List.of("Bearer ", "Digest response=", "Basic ", "Basic  ", "basic:", "Negotiate ", "")) {
            String token = CANARIES.plant("header " + scheme, "canary+of+the+header+" + scheme.strip() + "x");
            visit(
                    401,
                    Device.at(port)
                            .withAuthorization(scheme + token)
                            .enroll(ec("CN=canary5").der()));
        }
        String nul = CANARIES.plant("password with NUL", "canary-of-nul");
        visit(
                401,
                Device.at(port).with(user, nul + "\0").enroll(ec("CN=canary5").der()));
        String longest = CANARIES.plant("long password", "canary-of-a-long-password");
        visit(
                401,
                Device.at(port)
                        .with(user, longest + "x".repeat(2_000))
                        .enroll(ec("CN=canary5").der()));
        visit(
                431,
                Device.at(port)
                        .with(user, longest + "x".repeat(20_000))
                        .enroll(ec("CN=canary5").der()));
        visit(400, twoHeaders(user, password));
    }

    private Answer twoHeaders(String user, String password) {
        String first = CANARIES.plant("first of two headers", "canary-of-the-first-header");
        byte[] body = Device.base64(ec("CN=canary5").der());
        String head = "POST " + SIMPLEENROLL + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + first + "\r\nAuthorization: Basic "
                + new String(
                        Device.base64((user + ":" + password).getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.US_ASCII)
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        return Device.at(port).exchange(head.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private void refusedRequests(String user, String password) {
        Device device = Device.at(port).with(user, password);
        for (String challenge : List.of("canary-of-the-challenge", "Y2FuYXJ5LW9mLXRoZS1jaGFsbGVuZ2UtaW4tYmFzZTY0")) {
            CANARIES.plant("challengePassword " + challenge.length(), challenge);
            visit(
                    403,
                    device.enroll(
                            ec("CN=canary6").withChallengePassword(challenge).der()));
            visit(
                    403,
                    device.onTls12()
                            .enroll(ec("CN=canary6")
                                    .withChallengePassword(challenge)
                                    .der()));
        }
        String twice = CANARIES.plant("two challengePasswords", "canary-of-two-challenges");
        visit(
                400,
                device.enroll(ec("CN=canary6")
                        .withChallengePassword(twice)
                        .withChallengePassword(twice)
                        .der()));
        visit(400, device.post(SIMPLEENROLL, "!!!".getBytes(StandardCharsets.UTF_8)));
        visit(400, device.enroll(ec("CN=canary6").withBrokenSignature().der()));
        visit(400, device.enroll(ec("CN=canary6").withDnsName("*.example").der()));
        visit(403, device.reenroll(ec("CN=canary6").der()));
        visit(404, device.post("/.well-known/est/nosuch/simpleenroll", new byte[0]));
        visit(405, device.get(SIMPLEENROLL));
        visit(415, device.send("POST", SIMPLEENROLL, Map.of("Content-Type", "text/plain"), new byte[] {1}));
        visit(413, device.post(SIMPLEENROLL, new byte[64 * 1024 + 1]));
        visit(501, device.post("/.well-known/est/serverkeygen", new byte[0]));
    }

    private void failures(String user, String password) {
        Device device = Device.at(port).with(user, password);
        for (CaException.Kind kind : CaException.Kind.values()) {
            memory.authority().fail(kind);
            Answer answer = visit(Device.at(port)
                    .withSecret(newSecret("secret while the CA is " + kind))
                    .post(MEMORY, Device.base64(ec("CN=canary7").der())));
            assertThat(answer.status()).isIn(403, 503);
        }
        for (Lie lie :
                List.of(Lie.PREVIOUS_CERTIFICATE, Lie.BROKEN_SIGNATURE, Lie.CA_CERTIFICATE, Lie.REPEATED_SERIAL)) {
            memory.authority().lie(lie);
            visit(device.post(MEMORY, Device.base64(ec("CN=canary8").der())));
        }
        memory.authority().behave();
        String secret = newSecret("secret while the database is frozen");
        frozen.freeze();
        try {
            visit(
                    503,
                    Device.at(port).withSecret(secret).enroll(ec("CN=canary9").der()));
            visit(503, device.enroll(ec("CN=canary9").der()));
        } finally {
            frozen.thaw();
        }
        visit(200, Device.at(port).withSecret(secret).enroll(ec("CN=canary9").der()));
    }

    /** The authorizer repeats what it was sent, and events are told until somebody took them. */
    private void decisions(String user, String password) {
        Device device = Device.at(port).with(user, password);
        for (int status : new int[] {200, 307, 500}) {
            PartiesUnderTest.authorizer().script((request, posted) -> {
                request.response().headers().addAll(request.headers()).remove("Content-Length");
                LoopbackParty.respond(request, status, posted.body() + posted.signature());
            });
            visit(503, device.post(AUTHORIZED, Device.base64(ec("CN=canary10").der())));
        }
        PartiesUnderTest.authorizer().answers("{\"decision\":\"allow\"}");
        PartiesUnderTest.receiver()
                .script((request, posted) -> LoopbackParty.respond(
                        request, posted.json().containsKey("certificate") ? 204 : 500, posted.signature()));
        visit(200, device.post(AUTHORIZED, Device.base64(ec("CN=canary10").der())));
        long end = System.nanoTime() + 30_000_000_000L;
        while (PartiesUnderTest.receiver().posted().stream()
                        .noneMatch(each -> each.json().containsKey("certificate"))
                && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(PartiesUnderTest.receiver().posted())
                .anyMatch(each -> each.json().containsKey("certificate"))
                .allSatisfy(each -> assertThat(CANARIES.seenIn(each.body())).isEmpty());
        assertThat(PartiesUnderTest.authorizer().posted())
                .allSatisfy(each -> assertThat(CANARIES.seenIn(each.body())).isEmpty());
    }

    private void assertNothingIsIn(String text, String butThis) {
        assertThat(text).contains(butThis);
        assertThat(CANARIES.seenIn(text)).isEmpty();
    }

    /** From the start of the server on, the start itself included. */
    private void assertTheLogFileHoldsNone() throws IOException {
        assertThat(Files.size(logFile)).isGreaterThan(100_000);
        try (Stream<String> lines = Files.lines(logFile, StandardCharsets.ISO_8859_1)) {
            assertThat(lines.filter(line -> CANARIES.seenIn(line).isPresent())
                            .map(line -> CANARIES.seenIn(line).orElseThrow() + ": " + line)
                            .limit(20)
                            .toList())
                    .isEmpty();
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String secondPartOfHash() {
        String phc = ask("select password_hash from est.credential where user_name = 'user-of-canaries'");
        return phc.substring(phc.lastIndexOf('$') + 1);
    }

    private String rows(String table) {
        // the request itself is what a client sent, stored with nothing said about it
        return ask("select string_agg((row_to_json(t)::jsonb - 'request')::text, E'\\n') from " + table + " t");
    }

    private String ask(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + database.url(),
                        database.username(),
                        database.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
