package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Device;
import est.device.IssuedCount;
import est.device.TestLists;
import est.device.TestResponder.Mood;
import est.start.SwitchedClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices of manufacturers, whose certificates end and are revoked by others. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ManufacturerTrustTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    IssuedCount database;

    @Inject
    SwitchedClock clock;

    @Inject
    MeterRegistry meters;

    private final TrustUnderTest trust = TrustUnderTest.current();

    @AfterEach
    void calm() {
        trust.askedPki.feel(Mood.GOOD);
        trust.askedPki.delay(Duration.ZERO);
        trust.askedPki.answerWith(200);
    }

    private Answer enroll(String label, String name, X509Certificate... chain) {
        return Device.at(port)
                .with(TrustUnderTest.KEYS.getPrivate(), chain)
                .post(
                        "/.well-known/est/" + label + "/simpleenroll",
                        Device.base64(ec("CN=" + name).der()));
    }

    private Answer asked(String name) {
        return enroll("asked", name, TrustUnderTest.ASKED_ISSUING.device("CN=" + name, TrustUnderTest.KEYS));
    }

    private static void refused(Answer answer, int status, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(because).hasLineCount(1);
    }

    private void audited(Answer answer, String reason) {
        assertThat(database.number(
                        "select count(*) from est.audit_event where event = 'REFUSED' and reason = '" + reason
                                + "' and request_reference = '"
                                + answer.header("Request-Id").orElseThrow() + "'"))
                .isEqualTo(1);
    }

    @Test
    void EST_TLS_06_an_expired_certificate_counts_where_the_profile_says_so_and_the_record_shows_it() {
        X509Certificate expired = ServerUnderTest.MANUFACTURER.expiredDevice("CN=aged1", TrustUnderTest.KEYS);
        refused(enroll("delegated", "aged1", expired), 403, "expired");
        Answer answer = enroll("aged", "aged1", expired);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(database.number("select count(*) from est.audit_event where event = 'GRANTED' and label = 'aged'"
                        + " and identity like 'certificate:% (expired)'"))
                .isEqualTo(1);
        refused(enroll("aged", "aged2", expired), 403, "not those of this client");
        X509Certificate early = ServerUnderTest.MANUFACTURER.futureDevice("CN=aged3", TrustUnderTest.KEYS);
        refused(enroll("aged", "aged3", early), 403, "not valid yet");
        X509Certificate rogue = TrustUnderTest.LISTED.expiredDevice("CN=aged4", TrustUnderTest.KEYS);
        refused(enroll("aged", "aged4", rogue), 403, "not trusted");
    }

    @Test
    void EST_AUTH_15_a_device_that_sends_its_own_certificate_only_is_looked_up_at_the_responder() {
        assertThat(asked("asked1").status()).isEqualTo(200);
        trust.askedPki.feel(Mood.REVOKED);
        AtomicReference<Answer> answer = new AtomicReference<>();
        clock.wrongBy(Duration.ofMinutes(2), () -> answer.set(asked("asked1")));
        refused(answer.get(), 403, "revoked");
        audited(answer.get(), "CERTIFICATE_REVOKED");
    }

    @Test
    void I_6_where_nobody_can_tell_it_is_503_until_somebody_can() {
        for (Mood mood : new Mood[] {Mood.UNKNOWN, Mood.BY_A_STRANGER, Mood.STALE, Mood.JUNK}) {
            trust.askedPki.feel(mood);
            AtomicReference<Answer> answer = new AtomicReference<>();
            clock.wrongBy(Duration.ofMinutes(3), () -> answer.set(asked("asked2")));
            refused(answer.get(), 503, "cannot be told right now");
            assertThat(answer.get().header("Retry-After")).isPresent();
            audited(answer.get(), "REVOCATION_UNKNOWN");
        }
        trust.askedPki.feel(Mood.GOOD);
        trust.askedPki.delay(Duration.ofSeconds(20));
        refused(asked("asked2"), 503, "cannot be told right now");
        trust.askedPki.delay(Duration.ZERO);
        assertThat(asked("asked2").status()).isEqualTo(200);
    }

    @Test
    void T_6_anchors_of_one_label_do_not_count_at_another() {
        X509Certificate device = TrustUnderTest.ASKED_ISSUING.device("CN=asked3", TrustUnderTest.KEYS);
        refused(enroll("listed", "asked3", device, TrustUnderTest.ASKED_ISSUING.certificate()), 403, "not trusted");
    }

    @Test
    void EST_AUTH_15_what_a_fetched_list_revokes_is_403_and_stays_so_when_the_list_is_gone() throws Exception {
        X509Certificate device = TrustUnderTest.LISTED.device("CN=listed1", TrustUnderTest.KEYS);
        assertThat(eventually(200, device).status()).isEqualTo(200);
        trust.listedPki.show(TestLists.of(TrustUnderTest.LISTED).numbered(2).revoking(device));
        refused(eventually(403, device), 403, "revoked");
        trust.listedPki.answerWith(404);
        double before = failures();
        for (int i = 0; i < 300 && failures() == before; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(failures()).isGreaterThan(before);
        refused(enroll("listed", "listed1", device), 403, "revoked");
        X509Certificate other = TrustUnderTest.LISTED.device("CN=listed2", TrustUnderTest.KEYS);
        assertThat(enroll("listed", "listed2", other).status()).isEqualTo(200);
        clock.wrongBy(
                Duration.ofHours(2),
                () -> refused(enroll("listed", "listed2", other), 503, "cannot be told right now"));
    }

    private double failures() {
        return meters
                .find("est.revocation.crl.downloads")
                .tag("anchors", "listed")
                .tag("result", "failed")
                .counters()
                .stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    private Answer eventually(int status, X509Certificate device) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(30);
        Answer answer = enroll("listed", "listed1", device);
        while (answer.status() != status && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(200);
            answer = enroll("listed", "listed1", device);
        }
        return answer;
    }

    @Test
    void I_6_an_operator_may_let_devices_pass_of_which_nobody_can_tell() {
        X509Certificate device = TrustUnderTest.LISTED.device("CN=lenient1", TrustUnderTest.KEYS);
        Answer answer = enroll("lenient", "lenient1", device);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(meters.get("est.revocation.checks")
                        .tags("anchors", "lenient", "status", "unknown")
                        .counter()
                        .count())
                .isPositive();
    }
}
