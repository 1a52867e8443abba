package est.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which regular expressions a registry of devices takes. */
class DevicePatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+",
                "a|b",
                "a**",
                "a*?",
                "a++",
                "^a",
                "a$",
                "\\d",
                "\\1",
                "[[:alpha:]]",
                "[a&&b]",
                "(?i)a",
                "*a",
                "a{",
                "a{2",
                "a{3,2}",
                "[z-a]",
                "[]",
                "a{999}",
                "é",
                "",
                "a\n"
            })
    void T_24_what_could_run_long_or_mean_another_thing_elsewhere_is_refused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> DevicePattern.checked(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensor-[0-9]+", "cam.*\\.fleet\\.example", "[a-f0-9]{12}", "[^_ -]+", "x{0,3}"})
    void what_operators_need_is_accepted(String pattern) {
        assertThat(DevicePattern.checked(pattern)).isEqualTo(pattern);
    }

    @Property(tries = 2_000)
    void T_24_whatever_is_accepted_is_a_pattern_without_groups(
            @ForAll @StringLength(max = 12) @CharRange(from = ' ', to = '~') String text) {
        try {
            String pattern = DevicePattern.checked(text);
            assertThat(Pattern.compile(pattern).matcher("").groupCount()).isZero();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
