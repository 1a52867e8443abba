package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.Lie;
import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.FrozenDatabase;
import est.device.IssuedCount;
import est.issuance.MemoryAuthorities;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the record guarantees, seen from outside. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class RecordedEnrollmentTest {

    private static final String MEMORY = "/.well-known/est/memory/simpleenroll";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @Inject
    MemoryAuthorities memory;

    @Inject
    FrozenDatabase frozen;

    @AfterEach
    void behave() {
        memory.authority().behave();
    }

    private Device device(String secret) {
        return Device.at(port).withSecret(secret);
    }

    private Answer enrollAtMemory(String secret, CertificationRequests request) {
        return device(secret).post(MEMORY, Device.base64(request.der()));
    }

    private static void retryLater(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow())).isBetween(1, 300);
        assertThat(answer.text()).doesNotContain("MII");
    }

    @Test
    void I_1_what_was_answered_is_what_was_recorded() throws Exception {
        X509Certificate certificate =
                device(credentials.secret()).enroll(ec("CN=recorded").der()).certificate();
        String der = HexFormat.of().formatHex(certificate.getEncoded());
        assertThat(database.number("select count(*) from est.certificate c join est.enrollment e on e.id = c.enrollment"
                        + " join est.audit_event a on a.enrollment = e.id and a.event = 'GRANTED'"
                        + " where e.state = 'ISSUED' and c.der = decode('" + der + "', 'hex')"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            mode = EnumSource.Mode.EXCLUDE,
            // serials are the record's to guard; for the others this grant has nothing to lie about
            names = {
                "OTHER_SERIAL",
                "REPEATED_SERIAL",
                "MISSING_EXTENSION",
                "CHANGED_EXTENSION",
                "CRITICALITY_OF_EXTENSION",
                "OTHER_SUBJECT_ENCODING"
            })
    void I_5_a_certificate_that_differs_from_the_grant_is_not_delivered(Lie lie) {
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=lied").withDnsName("lied");
        long before = database.certificates();
        memory.authority().lie(lie);
        Answer answer = enrollAtMemory(secret, request);
        retryLater(answer);
        assertThat(database.certificates()).isEqualTo(before);
    }

    @Test
    void I_4_a_serial_that_a_ca_repeats_is_not_delivered() {
        assertThat(enrollAtMemory(credentials.secret(), ec("CN=serial1")).status())
                .isEqualTo(200);
        memory.authority().lie(Lie.REPEATED_SERIAL);
        retryLater(enrollAtMemory(credentials.secret(), ec("CN=serial2")));
    }

    @Test
    void a_refusal_of_the_ca_is_403_and_spends_no_secret() {
        String secret = credentials.secret();
        memory.authority().fail(CaException.Kind.REFUSED);
        assertThat(enrollAtMemory(secret, ec("CN=refused")).status()).isEqualTo(403);
        memory.authority().behave();
        assertThat(enrollAtMemory(secret, ec("CN=refused")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = CaException.Kind.class,
            names = {"UNAVAILABLE", "DEFECTIVE"})
    void a_ca_that_cannot_issue_is_503_and_the_retry_succeeds(CaException.Kind kind) {
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=later");
        memory.authority().fail(kind);
        retryLater(enrollAtMemory(secret, request));
        memory.authority().behave();
        assertThat(enrollAtMemory(secret, request).status()).isEqualTo(200);
    }

    @Test
    void I_3_an_unknown_outcome_is_never_silently_doubled() {
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=unknown");
        memory.authority().fail(CaException.Kind.UNKNOWN);
        retryLater(enrollAtMemory(secret, request));
        memory.authority().behave();
        int signatures = memory.authority().signatures();
        retryLater(enrollAtMemory(secret, request));
        assertThat(memory.authority().signatures()).isEqualTo(signatures);
    }

    @Test
    void a_ca_that_hangs_is_503_at_the_deadline() {
        memory.authority().hang();
        retryLater(enrollAtMemory(credentials.secret(), ec("CN=hangs")));
        memory.authority().release();
    }

    @Test
    void I_11_32_parallel_uses_of_one_secret_give_one_certificate() throws Exception {
        String secret = credentials.secret();
        long before = database.certificates();
        List<Answer> answers = atOnce(IntStream.range(0, 32)
                .mapToObj(i -> ec("CN=parallel" + i).der())
                .<Callable<Answer>>map(der -> () -> device(secret).enroll(der))
                .toList());
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).allMatch(answer -> List.of(200, 401, 503).contains(answer.status()));
        assertThat(database.certificates()).isEqualTo(before + 1);
    }

    @Test
    void F_42_one_request_48_times_at_once_gives_one_certificate() throws Exception {
        String secret = credentials.secret();
        byte[] der = ec("CN=herd").der();
        long before = database.certificates();
        List<Answer> answers = atOnce(IntStream.range(0, 48)
                .<Callable<Answer>>mapToObj(i -> () -> device(secret).enroll(der))
                .toList());
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(Answer::text)
                        .distinct())
                .hasSize(1);
        assertThat(answers).allMatch(answer -> List.of(200, 503).contains(answer.status()));
        assertThat(database.certificates()).isEqualTo(before + 1);
    }

    @Test
    void F_4_a_frozen_database_is_503_at_the_deadline_and_the_retry_gets_one_certificate() {
        String secret = credentials.secret();
        byte[] der = ec("CN=frozen").der();
        long before = database.certificates();
        frozen.freeze();
        try {
            retryLater(device(secret).enroll(der));
            assertThat(Device.at(port).get("/.well-known/est/cacerts").status()).isEqualTo(200);
        } finally {
            frozen.thaw();
        }
        Answer answer = device(secret).enroll(der);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(database.certificates()).isEqualTo(before + 1);
    }

    private static List<Answer> atOnce(List<Callable<Answer>> requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(requests.size());
        try {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : clients.invokeAll(requests)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            clients.shutdown();
        }
    }
}
