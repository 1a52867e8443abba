package est.policy;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatPolicyTest {

    @ParameterizedTest
    @CsvSource({"REPLAY,P31D", "REJECT,PT-1S", "ALLOW,PT1H", "REPLAY,PT0S"})
    void a_window_that_contradicts_is_refused(DuplicatePolicy duplicates, Duration window) {
        assertThatThrownBy(() -> RepeatPolicy.of(duplicates, Optional.of(window)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void I_3_the_usual_window_is_a_day_and_none_where_every_request_is_new() {
        assertThat(RepeatPolicy.of(DuplicatePolicy.REPLAY, Optional.empty()).replayWindow())
                .isEqualTo(Duration.ofHours(24));
        assertThat(RepeatPolicy.of(DuplicatePolicy.ALLOW, Optional.empty()).replayWindow())
                .isZero();
        assertThat(RepeatPolicy.of(DuplicatePolicy.REJECT, Optional.of(Duration.ZERO))
                        .replayWindow())
                .isZero();
    }

    private static Optional<String> device(String subject) {
        return DeviceName.of(
                PolicyFixture.judge(PolicyFixture.anySecret(), ec(subject)).content());
    }

    @Test
    void the_spelling_of_a_name_makes_no_other_device() {
        assertThat(device("CN=Pump 7")).contains("pump 7");
        assertThat(device("CN=pump 7,O=Ward")).isEqualTo(device("CN=PUMP 7"));
        assertThat(device("CN=pump 8")).isNotEqualTo(device("CN=pump 7"));
        assertThat(device("2.5.4.5=SN1")).contains("sn1");
    }
}
