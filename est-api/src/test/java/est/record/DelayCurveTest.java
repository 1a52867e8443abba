package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DelayCurveTest {

    @Property
    void T_9_delays_begin_where_they_should_grow_and_end(
            @ForAll @IntRange(min = 1, max = 200) int failures,
            @ForAll @IntRange(min = 1, max = 60) int first,
            @ForAll @IntRange(max = 86_000) int more,
            @ForAll @IntRange(max = 1_000) int count) {
        Duration longest = Duration.ofSeconds(first + more);
        DelayCurve curve = new DelayCurve(failures, Duration.ofSeconds(first), longest);

        assertThat(curve.after(failures - 1)).isZero();
        assertThat(curve.after(failures)).isEqualTo(Duration.ofSeconds(first));
        assertThat(curve.after(count + 1)).isGreaterThanOrEqualTo(curve.after(count));
        assertThat(curve.after(count)).isLessThanOrEqualTo(longest);
        assertThat(curve.after(Integer.MAX_VALUE)).isEqualTo(longest);
    }
}
