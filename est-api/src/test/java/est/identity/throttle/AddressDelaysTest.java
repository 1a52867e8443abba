package est.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import est.record.DelayCurve;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressDelaysTest {

    private static final DelayCurve CURVE = new DelayCurve(2, Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AddressDelays delays = new AddressDelays(CURVE, Duration.ofMinutes(1), 3, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void T_9_the_second_failure_costs_a_second_and_whole_seconds_are_told() {
        delays.failed("a");
        assertThat(delays.remaining("a")).isZero();
        delays.failed("a");
        pass(Duration.ofMillis(1));
        assertThat(delays.remaining("a")).isEqualTo(Duration.ofSeconds(1));
        assertThat(delays.remaining("b")).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(delays.remaining("a")).isZero();
    }

    @Test
    void T_9_a_network_is_forgotten_after_its_time() {
        delays.failed("a");
        pass(Duration.ofMinutes(1));
        delays.failed("a");
        assertThat(delays.remaining("a")).isZero();
    }

    @Test
    void I_8_so_many_networks_are_remembered_and_the_oldest_makes_room() {
        for (int n = 0; n < 10; n++) {
            delays.failed("a");
            delays.failed("network" + n);
        }
        assertThat(delays.remembered()).isEqualTo(3);
        assertThat(delays.remaining("a")).isPositive();
    }

    @Test
    void T_9_an_ipv6_site_is_one_network() {
        assertThat(SourceNetwork.of("2001:db8:1:2:3::4").name())
                .isEqualTo(SourceNetwork.of("2001:db8:1:2:ffff::1").name())
                .isNotEqualTo(SourceNetwork.of("2001:db8:1:3::4").name());
        assertThat(SourceNetwork.of("192.0.2.1").name())
                .isNotEqualTo(SourceNetwork.of("192.0.2.2").name());
        assertThat(SourceNetwork.of("fe80:0:0:0:1:2:3:4%eth0").octets()).hasSize(16);
    }
}
