package est.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final PasswordHash HASH = PasswordHash.of("correct horse", new SecureRandom());

    @Test
    void a_password_matches_its_own_hash_only() {
        PasswordHash kept = PasswordHash.parse(HASH.phc());

        assertThat(kept.matches("correct horse")).isTrue();
        assertThat(kept.matches("correct horse ")).isFalse();
        assertThat(kept.matches("Correct horse")).isFalse();
        assertThat(kept.matches("")).isFalse();
    }

    @Test
    void T_9_every_hash_has_its_own_salt() {
        assertThat(PasswordHash.of("correct horse", new SecureRandom()).phc()).isNotEqualTo(HASH.phc());
    }

    @Test
    void T_9_the_hash_is_argon2id_with_19_MiB_and_two_passes() {
        assertThat(HASH.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void a_hash_of_the_reference_implementation_matches() {
        // argon2 reference, test.c: version 0x13, argon2id, t=2, m=256, p=1, "password", "somesalt"
        assertThat(PasswordHash.parse(
                                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")
                        .matches("password"))
                .isTrue();
    }

    @Test
    void the_same_password_in_another_normal_form_matches() {
        assertThat(PasswordHash.of("caf\u00e9", new SecureRandom()).matches("cafe\u0301"))
                .isTrue();
    }

    @Test
    void T_9_an_unknown_user_costs_a_hash_and_never_matches() {
        assertThat(PasswordHash.UNKNOWN_USER.matches("")).isFalse();
        assertThat(PasswordHash.UNKNOWN_USER.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct horse",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void I_8_a_hash_that_is_none_or_costs_too_much_is_refused(String phc) {
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(phc));
    }

    @Test
    void I_10_text_shows_no_hash() {
        assertThat(HASH.toString()).doesNotContain("$");
    }
}
