package est.approval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownRequestTest {

    @Test
    void T_26_nothing_shown_moves_a_cursor_or_turns_a_line_around() {
        assertThat(ShownRequest.printable("a\tb\u001b[31m\r\n\u202eéß\u2028\u0000"))
                .isEqualTo("a?b?[31m???éß??");
    }
}
