package est.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import est.ca.CaException;
import est.ca.InMemoryCertificationAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.OptionalInt;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** What each setting of {@code est.issuance} changes. */
class IssuanceSettingsTest {

    private static final Duration AT_ALL = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final InMemoryCertificationAuthority memory = new InMemoryCertificationAuthority();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private record Given(OptionalInt concurrent, Duration deadline, int failuresInARow) implements IssuanceSettings {
        @Override
        public Duration caCertificatesRefresh() {
            return Duration.ofMinutes(1);
        }

        @Override
        public boolean revokeOnMismatch() {
            return false;
        }
    }

    private SupervisedAuthority with(Given settings) {
        return new SupervisedAuthority(
                "ca", memory, settings, new AnswerCheck(new BouncyCastleProvider()), new CaMeters(meters, "ca"));
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
}
