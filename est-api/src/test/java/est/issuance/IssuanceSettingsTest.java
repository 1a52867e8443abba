package est.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.InMemoryCertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** What each setting of {@code est.issuance} changes. */
class IssuanceSettingsTest {

    private static final Duration AT_ALL = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final InMemoryCertificationAuthority memory = new InMemoryCertificationAuthority();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private record Given(OptionalInt concurrent, Duration deadline, int failuresInARow, Duration caCertificatesRefresh)
            implements IssuanceSettings {

        private Given(OptionalInt concurrent, Duration deadline, int failuresInARow) {
            this(concurrent, deadline, failuresInARow, Duration.ofMinutes(1));
        }

        @Override
        public boolean revokeOnMismatch() {
            return false;
        }
    }

    private SupervisedAuthority with(Given settings) {
        return with(settings, memory);
    }

    private SupervisedAuthority with(Given settings, CertificationAuthority authority) {
        return new SupervisedAuthority(
                "ca", authority, settings, new AnswerCheck(new BouncyCastleProvider()), new CaMeters(meters, "ca"));
    }

    private static IssuanceFailure failure(SupervisedAuthority authority) {
        return catchThrowableOfType(
                IssuanceFailure.class,
                () -> authority.issue(AnswerCheckTest.signing()).await().atMost(AT_ALL));
    }

    @Test
    void T_23_no_more_are_issued_at_once_than_is_set() {
        SupervisedAuthority authority = with(new Given(OptionalInt.of(1), LONG, 5));
        memory.hang();
        authority.issue(AnswerCheckTest.signing()).subscribe().with(certificate -> {}, failure -> {});

        assertThat(failure(authority)).hasMessage("too many certificates are being issued");
        memory.release();
    }

    @Test
    void I_2_after_the_deadline_that_is_set_the_outcome_is_unknown() {
        SupervisedAuthority authority = with(new Given(OptionalInt.of(9), Duration.ofMillis(300), 5));
        authority.certificates().current().await().atMost(AT_ALL);
        memory.hang();

        assertThat(failure(authority).kind()).isEqualTo(IssuanceFailure.Kind.UNKNOWN);
        memory.release();
    }

    @Test
    void so_many_failures_as_are_set_keep_an_authority_from_being_asked() {
        SupervisedAuthority authority = with(new Given(OptionalInt.of(9), LONG, 2));
        authority.certificates().current().await().atMost(AT_ALL);
        memory.fail(CaException.Kind.UNAVAILABLE);
        failure(authority);
        assertThat(authority.absence()).isEmpty();

        failure(authority);

        assertThat(authority.absence()).isPresent();
        authority.close();
    }

    /** An authority that counts how often it is asked who it is. */
    private static final class Asked implements CertificationAuthority {
        private final CertificationAuthority asked;
        private int times;

        private Asked(CertificationAuthority asked) {
            this.asked = asked;
        }

        @Override
        public CompletionStage<Issuance> issue(IssuanceRequest request) {
            return asked.issue(request);
        }

        @Override
        public CompletionStage<CaCertificates> caCertificates() {
            times++;
            return asked.caCertificates();
        }
    }

    private int timesAskedBy(int callers, Duration refresh) {
        Asked asked = new Asked(memory);
        SupervisedAuthority authority = with(new Given(OptionalInt.of(9), LONG, 5, refresh), asked);
        for (int i = 0; i < callers; i++) {
            authority.certificates().current().await().atMost(AT_ALL);
        }
        return asked.times;
    }

    @Test
    void certificates_are_served_from_memory_for_as_long_as_is_set() {
        assertThat(timesAskedBy(3, Duration.ofHours(1))).isEqualTo(1);
        assertThat(timesAskedBy(3, Duration.ZERO)).isEqualTo(3);
    }
}
