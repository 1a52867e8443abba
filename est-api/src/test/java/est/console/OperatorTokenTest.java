package est.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class OperatorTokenTest {

    private final OperatorToken token = OperatorToken.draw(new SecureRandom());

    @Test
    void a_token_is_found_again_by_its_digest() {
        assertThat(OperatorToken.presented(token.reveal()))
                .hasValueSatisfying(presented -> assertThat(presented.sha256()).isEqualTo(token.sha256()));
        assertThat(token.reveal()).matches("estop_[0-9a-f]{64}");
    }

    @Test
    void what_cannot_be_a_token_is_none() {
        assertThat(OperatorToken.presented("")).isEmpty();
        assertThat(OperatorToken.presented(token.reveal() + "0")).isEmpty();
        assertThat(OperatorToken.presented(token.reveal().substring(6))).isEmpty();
    }

    @Test
    void I_10_text_shows_no_token() {
        assertThat(token.toString()).doesNotContain(token.reveal().substring(6));
    }
}
