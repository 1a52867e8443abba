package est.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import est.device.LoopbackPki;
import est.device.TestAuthority;
import est.device.TestLists;
import est.device.TestResponder.Mood;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists and responders on a real connection. */
class RevocationTest {

    private static final Provider SIGNATURES = new BouncyCastleProvider();
    private static final TestAuthority CA = new TestAuthority("CN=Vendor");
    private static final TestAuthority SUB = CA.subordinate("CN=Vendor Issuing");
    private static final X509Certificate DEVICE = CA.device("CN=device", TestAuthority.ecKeys());
    private static final Vertx VERTX = Vertx.vertx();
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LoopbackPki pki = new LoopbackPki(CA);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CrlDownloads downloads = new CrlDownloads(VERTX, SIGNATURES, meters, Clock.systemUTC());
    private final OcspClient responders = new OcspClient(VERTX, SIGNATURES, new SecureRandom(), Clock.systemUTC());
    private final Revocation revocation = new Revocation(downloads, responders, meters, Clock.systemUTC());

    @AfterEach
    void end() {
        downloads.close();
        responders.close();
        pki.close();
    }

    @AfterAll
    static void endAll() {
        VERTX.close();
    }

    private static RevocationRule.Responder responder(URI address, Duration cache) {
        return new RevocationRule.Responder(address, cache, Duration.ofSeconds(2));
    }

    private RevocationRule asking(URI address, Duration cache, byte[]... lists) {
        return rule(List.of(), Optional.of(responder(address, cache)), lists);
    }

    private RevocationRule fetching() {
        return rule(List.of(pki.address("/crl")), Optional.empty());
    }

    private static RevocationRule rule(
            List<URI> addresses, Optional<RevocationRule.Responder> responder, byte[]... lists) {
        return new RevocationRule(
                "vendor",
                Set.of(CA.certificate(), SUB.certificate()),
                List.of(lists).stream().map(RevocationTest::list).toList(),
                new RevocationRule.Downloads(addresses, Duration.ofMillis(50), Duration.ofSeconds(2)),
                responder,
                false);
    }

    private static RevocationList list(byte[] der) {
        try {
            return RevocationList.verified(
                    der, List.of(CA.certificate(), SUB.certificate()), SIGNATURES, Instant.now());
        } catch (UnusableAnswer unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    private CertificateStatus status(RevocationRule rule) {
        return status(rule, List.of(DEVICE));
    }

    private CertificateStatus status(RevocationRule rule, List<X509Certificate> path) {
        return revocation.statusOf(rule, path, CA.certificate()).await().atMost(PATIENCE);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void EST_AUTH_15_the_responder_is_asked_and_its_answer_counts_for_a_while() {
        RevocationRule rule = asking(pki.address("/ocsp"), Duration.ofMinutes(5));
        assertThat(status(rule)).isEqualTo(CertificateStatus.GOOD);
        pki.feel(Mood.REVOKED);
        assertThat(status(rule)).isEqualTo(CertificateStatus.GOOD);
        assertThat(pki.asked()).isEqualTo(1);
    }

    @Test
    void I_7_without_a_cache_every_request_asks() {
        RevocationRule rule = asking(pki.address("/ocsp"), Duration.ZERO);
        assertThat(status(rule)).isEqualTo(CertificateStatus.GOOD);
        pki.feel(Mood.REVOKED);
        assertThat(status(rule)).isEqualTo(CertificateStatus.REVOKED);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "BY_A_STRANGER", "STALE", "JUNK", "TRY_LATER", "WITH_ANOTHER_NONCE"})
    void I_6_an_answer_that_cannot_be_believed_leaves_the_status_unknown(Mood mood) {
        pki.feel(mood);
        assertThat(status(asking(pki.address("/ocsp"), Duration.ofMinutes(5)))).isEqualTo(CertificateStatus.UNKNOWN);
    }

    @Test
    void I_6_a_responder_that_is_slow_wrong_or_gone_leaves_the_status_unknown() {
        RevocationRule rule = asking(pki.address("/ocsp"), Duration.ZERO);
        pki.answerWith(500);
        assertThat(status(rule)).isEqualTo(CertificateStatus.UNKNOWN);
        pki.answerWith(200);
        pki.delay(Duration.ofSeconds(20));
        assertThat(status(rule)).isEqualTo(CertificateStatus.UNKNOWN);
        assertThat(status(asking(NOBODY, Duration.ZERO))).isEqualTo(CertificateStatus.UNKNOWN);
        pki.delay(Duration.ZERO);
        assertThat(status(rule)).as("nothing of it is remembered").isEqualTo(CertificateStatus.GOOD);
    }

    @Test
    void EST_AUTH_15_where_the_responder_cannot_tell_the_list_does() {
        assertThat(status(asking(NOBODY, Duration.ZERO, TestLists.of(CA).revoking())))
                .isEqualTo(CertificateStatus.GOOD);
        assertThat(status(asking(
                        pki.address("/ocsp"), Duration.ZERO, TestLists.of(CA).revoking(DEVICE))))
                .isEqualTo(CertificateStatus.REVOKED);
        assertThat(status(asking(NOBODY, Duration.ZERO, TestLists.of(SUB).revoking())))
                .as("a list of another CA")
                .isEqualTo(CertificateStatus.UNKNOWN);
    }

    @Test
    void EST_AUTH_15_every_ca_of_the_path_must_be_good() {
        X509Certificate below = SUB.device("CN=below", TestAuthority.ecKeys());
        List<X509Certificate> path = List.of(below, SUB.certificate());
        byte[] ofSub = TestLists.of(SUB).revoking();
        assertThat(status(rule(List.of(), Optional.empty(), ofSub), path)).isEqualTo(CertificateStatus.UNKNOWN);
        assertThat(status(
                        rule(
                                List.of(),
                                Optional.empty(),
                                ofSub,
                                TestLists.of(CA).revoking()),
                        path))
                .isEqualTo(CertificateStatus.GOOD);
        assertThat(status(
                        rule(
                                List.of(),
                                Optional.empty(),
                                ofSub,
                                TestLists.of(CA).revoking(SUB.certificate())),
                        path))
                .isEqualTo(CertificateStatus.REVOKED);
    }

    @Test
    void EST_AUTH_15_a_list_is_fetched_kept_and_replaced() throws InterruptedException {
        RevocationRule rule = fetching();
        assertThat(status(rule)).as("before anything came").isEqualTo(CertificateStatus.UNKNOWN);
        downloads.follow(List.of(rule));
        eventually(() -> status(rule) == CertificateStatus.GOOD);
        eventually(() -> pki.unchanged() > 1);
        assertThat(pki.fetched()).as("what is unchanged is not sent again").isEqualTo(1);
        pki.show(TestLists.of(CA).numbered(5).revoking(DEVICE));
        eventually(() -> status(rule) == CertificateStatus.REVOKED);
        assertThat(meters.get("est.revocation.crl.end.timestamp").gauge().value())
                .isGreaterThan((double) Instant.now().getEpochSecond());
    }

    @Test
    void T_3_a_bad_list_does_not_replace_a_good_one() throws InterruptedException {
        pki.show(TestLists.of(CA).numbered(9).revoking(DEVICE));
        RevocationRule rule = fetching();
        downloads.follow(List.of(rule));
        eventually(() -> status(rule) == CertificateStatus.REVOKED);
        for (byte[] bad : List.of(
                TestLists.of(CA).numbered(8).revoking(),
                TestLists.of(new TestAuthority("CN=Vendor")).numbered(10).revoking(),
                new byte[0],
                new byte[RevocationList.MAX_OCTETS + 1])) {
            double before = failures();
            pki.show(bad);
            eventually(() -> failures() > before);
            assertThat(status(rule)).isEqualTo(CertificateStatus.REVOKED);
        }
        pki.answerWith(503);
        double before = failures();
        eventually(() -> failures() > before);
        assertThat(status(rule)).isEqualTo(CertificateStatus.REVOKED);
    }

    private double failures() {
        return meters.find("est.revocation.crl.downloads").tag("result", "failed").counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    @Test
    void I_13_a_list_whose_issuer_is_no_anchor_any_more_does_not_count() throws InterruptedException {
        RevocationRule rule = fetching();
        downloads.follow(List.of(rule));
        eventually(() -> status(rule) == CertificateStatus.GOOD);
        RevocationRule others = new RevocationRule(
                "vendor", Set.of(SUB.certificate()), List.of(), rule.downloads(), Optional.empty(), false);
        downloads.follow(List.of(others));
        assertThat(status(others)).isEqualTo(CertificateStatus.UNKNOWN);
    }
}
