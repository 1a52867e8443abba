package est.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class OneTimeSecretTest {
    private final OneTimeSecret secret = OneTimeSecret.draw(new SecureRandom());

    @Test
    void a_secret_has_128_bits_as_32_hexadecimal_digits() {
        assertThat(secret.reveal()).matches("[0-9a-f]{32}");
    }

    @Test
    void what_is_presented_is_found_by_the_same_digest() {
        assertThat(OneTimeSecret.presented(secret.reveal()).sha256()).isEqualTo(secret.sha256());
        assertThat(OneTimeSecret.presented(secret.reveal() + " ").sha256()).isNotEqualTo(secret.sha256());
    }

    @Test
    void I_10_text_shows_no_secret() {
        assertThat(secret.toString()).doesNotContain(secret.reveal());
    }
}
