package est.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures in the form of Standard Webhooks, and files with their secrets. */
class SigningKeysTest {

    private static final byte[] BODY = "{\"decision\":\"allow\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private SigningKeys keys(String content) throws IOException {
        return SigningKeys.read("est.x", LoopbackParty.writeSecret(folder.resolve("s"), content, "rw-------"));
    }

    /** The example of the specification's reference implementations. */
    @Test
    void T_27_a_message_is_signed_as_standard_webhooks_says() throws IOException {
        SigningKeys keys = keys("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");

        String signature = keys.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void every_key_signs_and_any_of_them_makes_an_answer_authentic() throws IOException {
        SigningKeys both = keys("the-new-secret-0123456789\nthe-old-secret-0123456789\n");
        SigningKeys old = keys("the-old-secret-0123456789");

        assertThat(both.sign("id", 1, BODY).split(" ")).hasSize(2).contains(old.sign("id", 1, BODY));
        assertThat(both.isAnswer("id", BODY, Optional.of(answer("the-old-secret-0123456789", "id"))))
                .isTrue();
    }

    @Test
    void T_28_an_answer_is_authentic_for_one_question_only() throws IOException {
        SigningKeys keys = keys(LoopbackParty.SECRET);
        String right = answer(LoopbackParty.SECRET, "id");

        assertThat(keys.isAnswer("id", BODY, Optional.of(right))).isTrue();
        assertThat(keys.isAnswer("id", BODY, Optional.of("v2,x " + right))).isTrue();
        assertThat(keys.isAnswer("another", BODY, Optional.of(right))).isFalse();
        assertThat(keys.isAnswer("id", "{}".getBytes(StandardCharsets.UTF_8), Optional.of(right)))
                .isFalse();
        assertThat(keys.isAnswer("id", BODY, Optional.empty())).isFalse();
        assertThat(keys.isAnswer("id", BODY, Optional.of("v1,%%% v1, ,"))).isFalse();
        assertThat(keys.isAnswer("id", BODY, Optional.of(keys.sign("id", 1, BODY))))
                .as("the question's own signature")
                .isFalse();
    }

    private static String answer(String secret, String id) {
        return "v1," + LoopbackParty.hmac(secret, "answer." + id + "." + new String(BODY, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "short", "whsec_%%%", "whsec_c2hvcnQ="})
    void a_secret_that_is_none_is_refused_by_its_property_and_not_quoted(String content) {
        assertThatThrownBy(() -> keys(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.x: ")
                .hasMessageNotContaining("c2hvcnQ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----rw-"})
    void I_10_a_secret_that_others_can_read_is_refused(String permissions) throws IOException {
        Path file = LoopbackParty.writeSecret(folder.resolve("open"), LoopbackParty.SECRET, permissions);

        assertThatThrownBy(() -> SigningKeys.read("est.x", file))
                .hasMessageStartingWith("est.x: ")
                .hasMessageContaining("open to others");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> SigningKeys.read("est.x", folder.resolve("gone")))
                .hasMessageStartingWith("est.x: ")
                .hasMessageContaining("gone");
    }

    @Test
    void I_10_nothing_prints_a_secret() throws IOException {
        assertThat(keys(LoopbackParty.SECRET).toString()).doesNotContain("canary");
    }
}
