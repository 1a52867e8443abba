package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.start.SwitchedClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the machine is wrong. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class WrongClockTest {

    private static final Duration YEARS = Duration.ofDays(3650);

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    SwitchedClock clock;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount issued;

    @Test
    void I_12_F_37_a_clock_before_the_build_issues_nothing_until_it_is_right() {
        String secret = credentials.secret();
        long before = issued.number("select count(*) from est.enrollment");
        clock.wrongBy(YEARS.negated(), () -> {
            Answer answer =
                    Device.at(port).withSecret(secret).enroll(ec("CN=early").der());
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.header("Retry-After").orElseThrow()).containsOnlyDigits();
            assertThat(Device.at(port).get("/.well-known/est/cacerts").status()).isEqualTo(200);
        });
        assertThat(issued.number("select count(*) from est.enrollment")).isEqualTo(before);
        assertThat(Device.at(port)
                        .withSecret(secret)
                        .enroll(ec("CN=early").der())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void I_12_F_37_no_certificate_has_the_time_of_a_clock_that_was_wrong_for_a_moment(int rightReadings) {
        String secret = credentials.secret();
        String name = "CN=jump" + rightReadings;
        clock.wrongOnceBy(Duration.ofDays(100), rightReadings, () -> {
            Answer answer = Device.at(port).withSecret(secret).enroll(ec(name).der());
            assertThat(answer.status()).as(answer.text()).isIn(200, 503);
            if (answer.status() == 200) {
                assertThat(answer.certificate().getNotBefore().toInstant())
                        .isCloseTo(Instant.now(), within(10, ChronoUnit.MINUTES));
            }
        });
    }
}
