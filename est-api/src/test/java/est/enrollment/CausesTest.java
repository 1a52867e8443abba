package est.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CausesTest {

    @Test
    void all_causes_are_told_in_one_line_each_once() {
        Throwable failure = new IllegalStateException(
                "no record", new IllegalStateException("no record", new IllegalStateException("the line\nis cut")));

        assertThat(Causes.inOneLine(failure)).isEqualTo("no record: the line is cut");
    }

    @Test
    void a_chain_without_end_is_cut() {
        Throwable failure = new IllegalStateException("0");
        for (int i = 1; i < 100; i++) {
            failure = new IllegalStateException(Integer.toString(i), failure);
        }

        assertThat(Causes.inOneLine(failure).split(": ")).hasSize(8);
    }
}
