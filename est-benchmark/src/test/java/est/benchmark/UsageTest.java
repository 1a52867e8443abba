package est.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {

    private static final String STAT = "4242 (java (odd) name) S 17 4242 4242 0 -1 4194304 100 200 0 0 "
            + "123 45 6 7 20 0 30 0 987654 1000 2000 18446744073709551615 0 0";

    @Test
    void processor_time_is_user_and_system_in_ticks_of_ten_milliseconds() {
        assertThat(ProcessorTime.parse(STAT)).isEqualTo(new ProcessorTime(17, 1680, 130));
    }

    @Test
    void a_line_that_is_no_stat_is_refused() {
        assertThatThrownBy(() -> ProcessorTime.parse("4242")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void costs_are_per_visit_of_all_stretches() {
        Usage before = new Usage(1_000, 10, 4, 20, 1024, 3);
        Usage after = new Usage(1_000_001_000L, 16, 6, 24, 1024 + 8 * 1024, 11);
        Tally once = new Tally(Latencies.of(List.of(new long[] {1, 2, 3, 4})), after.since(before));

        Tally twice = once.and(once);

        assertThat(twice.count()).isEqualTo(8);
        assertThat(twice.perSecond()).isEqualTo(4);
        assertThat(twice.serverMillis()).isCloseTo(1.5, within(1e-9));
        assertThat(twice.compilerMillis()).isCloseTo(0.5, within(1e-9));
        assertThat(twice.databaseMillis()).isCloseTo(1, within(1e-9));
        assertThat(twice.kibibytes()).isCloseTo(2, within(1e-9));
        assertThat(twice.roundTrips()).isCloseTo(2, within(1e-9));
    }
}
