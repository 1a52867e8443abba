package est.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.InMemoryCertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.Lie;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands between an enrollment and its authority. */
class SupervisedAuthorityTest {

    private static final Duration AT_ALL = Duration.ofSeconds(30);
    private static final int IN_A_ROW = 5;

    private final InMemoryCertificationAuthority memory = new InMemoryCertificationAuthority();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SupervisedAuthority authority = supervised(memory, true);

    private SupervisedAuthority supervised(CertificationAuthority ca, boolean revoking) {
        return new SupervisedAuthority(
                "ca",
                ca,
                new Bounds(revoking),
                new AnswerCheck(new BouncyCastleProvider()),
                new CaMeters(meters, "ca"));
    }

    private record Bounds(boolean revokeOnMismatch) implements IssuanceSettings {
        @Override
        public Duration deadline() {
            return Duration.ofSeconds(5);
        }

        @Override
        public OptionalInt concurrent() {
            return OptionalInt.empty();
        }

        @Override
        public Duration caCertificatesRefresh() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int failuresInARow() {
            return IN_A_ROW;
        }
    }

    private static X509Certificate issue(SupervisedAuthority from) {
        return from.issue(AnswerCheckTest.signing()).await().atMost(AT_ALL);
    }

    private void assertFails(IssuanceFailure.Kind kind) {
        assertThatThrownBy(() -> issue(authority))
                .isInstanceOfSatisfying(IssuanceFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind));
    }

    private double count(String outcome) {
        return meters.counter("est.ca.requests", "ca", "ca", "outcome", outcome).count();
    }

    private void takeAway() {
        issue(authority);
        memory.fail(CaException.Kind.UNAVAILABLE);
        for (int i = 0; i < IN_A_ROW; i++) {
            assertFails(IssuanceFailure.Kind.UNAVAILABLE);
        }
    }

    @Test
    void T_23_an_authority_that_is_away_is_not_asked_and_heals_by_itself() {
        takeAway();
        assertFails(IssuanceFailure.Kind.UNAVAILABLE);
        assertThat(count("away")).isEqualTo(1);
        assertThat(count("unavailable")).isEqualTo(IN_A_ROW);
        assertThat(meters.get("est.ca.up").gauge().value()).isZero();

        memory.behave();

        awaitIssuing();
        assertThat(meters.get("est.ca.up").gauge().value()).isEqualTo(1);
    }

    private void awaitIssuing() {
        long end = System.nanoTime() + AT_ALL.toNanos();
        while (System.nanoTime() < end) {
            try {
                issue(authority);
                return;
            } catch (IssuanceFailure notYet) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        issue(authority);
    }

    @Test
    void I_6_certificates_of_an_authority_that_is_away_come_from_memory() {
        takeAway();
        memory.close();

        assertThat(authority.certificates().current().await().atMost(AT_ALL).chain())
                .isEqualTo(memory.chain());
    }

    @ParameterizedTest
    @EnumSource(
            value = CaException.Kind.class,
            names = {"REFUSED", "DEFECTIVE"})
    void who_refuses_or_errs_is_not_away(CaException.Kind kind) {
        memory.fail(kind);
        for (int i = 0; i <= IN_A_ROW; i++) {
            assertFails(IssuanceFailure.Kind.valueOf(kind.name()));
        }

        assertThat(count("away")).isZero();
    }

    @Test
    void what_became_of_requests_is_counted() {
        issue(authority);
        memory.lie(Lie.OTHER_KEY);
        assertFails(IssuanceFailure.Kind.MISMATCH);

        assertThat(count("issued")).isEqualTo(1);
        assertThat(count("mismatch")).isEqualTo(1);
        assertThat(meters.get("est.ca.mismatch").counter().count()).isEqualTo(1);
        assertThat(meters.get("est.ca.request.duration").timer().count()).isEqualTo(2);
    }

    @Test
    void I_5_a_wrong_certificate_is_revoked_if_configured() {
        memory.lie(Lie.UNKNOWN_EXTENSION);
        assertFails(IssuanceFailure.Kind.MISMATCH);

        assertThat(isRevoked(newest())).isTrue();
    }

    @Test
    void I_5_and_not_if_not() {
        memory.lie(Lie.UNKNOWN_EXTENSION);
        SupervisedAuthority lenient = supervised(memory, false);

        assertThatThrownBy(() -> issue(lenient)).isInstanceOf(IssuanceFailure.class);

        assertThat(isRevoked(newest())).isFalse();
    }

    /** An authority that hands out a stranger's good certificate must not bring us to revoke it. */
    @Test
    void I_5_somebody_elses_certificate_is_never_revoked() {
        X509Certificate good = issue(authority);
        memory.lie(Lie.PREVIOUS_CERTIFICATE);
        assertFails(IssuanceFailure.Kind.MISMATCH);

        assertThat(isRevoked(good)).isFalse();
    }

    private X509Certificate newest() {
        return memory.certificatesIssued().get(memory.certificatesIssued().size() - 1);
    }

    private boolean isRevoked(X509Certificate certificate) {
        X509CRL list = memory.revocationLists()
                .orElseThrow()
                .current()
                .toCompletableFuture()
                .join()
                .get(0);
        return list.isRevoked(certificate);
    }

    @Test
    void F_22_a_certificate_of_an_issuer_that_is_new_is_delivered() {
        Rotating rotating = new Rotating(memory);
        SupervisedAuthority supervised = supervised(rotating, false);
        issue(supervised);
        rotating.current = new InMemoryCertificationAuthority();

        X509Certificate certificate = issue(supervised);

        CaCertificates known = supervised.certificates().current().await().atMost(AT_ALL);
        assertThat(known.issuing())
                .isEqualTo(((InMemoryCertificationAuthority) rotating.current)
                        .chain()
                        .get(0));
        assertThat(certificate.getIssuerX500Principal())
                .isEqualTo(known.issuing().getSubjectX500Principal());
    }

    /** One authority today, another tomorrow. */
    private static final class Rotating implements CertificationAuthority {
        private CertificationAuthority current;

        private Rotating(CertificationAuthority first) {
            this.current = Objects.requireNonNull(first);
        }

        @Override
        public CompletionStage<Issuance> issue(IssuanceRequest request) {
            return current.issue(request);
        }

        @Override
        public CompletionStage<CaCertificates> caCertificates() {
            return current.caCertificates();
        }
    }

    @Test
    void one_that_is_open_is_up_and_one_that_is_closed_is_not() {
        assertThat(authority.isUp().await().atMost(AT_ALL)).isTrue();
        memory.close();

        assertThat(authority.isUp().await().atMost(AT_ALL)).isFalse();
    }
}
