package est.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies hundred = Latencies.of(List.of(
            LongStream.rangeClosed(51, 100).map(LatenciesTest::millis).toArray(),
            LongStream.rangeClosed(1, 50).map(LatenciesTest::millis).toArray()));

    private static long millis(long count) {
        return count * 1_000_000;
    }

    @Test
    void percentiles_are_of_all_workers_together() {
        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(95)).isEqualTo(95);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(100)).isEqualTo(100);
    }

    @Test
    void a_share_between_two_ranks_is_the_longer_one() {
        assertThat(hundred.percentile(50.1)).isEqualTo(51);
    }

    @Test
    void one_visit_is_every_percentile() {
        Latencies one = Latencies.of(List.of(new long[] {millis(7)}));
        assertThat(one.percentile(1)).isEqualTo(7);
        assertThat(one.percentile(99)).isEqualTo(7);
    }

    @Test
    void two_stretches_are_counted_together() {
        assertThat(hundred.and(hundred).count()).isEqualTo(200);
        assertThat(hundred.and(hundred).percentile(99)).isEqualTo(99);
    }

    @Test
    void no_visit_has_no_percentile() {
        assertThatThrownBy(() -> Latencies.of(List.of()).percentile(50)).isInstanceOf(IllegalStateException.class);
    }
}
