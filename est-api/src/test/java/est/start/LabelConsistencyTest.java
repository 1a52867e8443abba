package est.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.door.DoorSettings.EngineChoice;
import est.door.TlsEngine;
import est.proof.ChannelBindingMode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelConsistencyTest {

    private static final TlsEngine JDK = TlsEngine.choose(EngineChoice.JDK);
    private static final TlsEngine CONSCRYPT = TlsEngine.choose(EngineChoice.CONSCRYPT);

    @Test
    void EST_POP_16_a_binding_that_the_engine_cannot_give_is_required_by_no_label() {
        assertThatThrownBy(() -> LabelConsistency.requireBindings("strict", ChannelBindingMode.REQUIRED, JDK))
                .hasMessageContainingAll("est.label.strict.channel-binding", "jdk");
        assertThatCode(() -> {
                    LabelConsistency.requireBindings("strict", ChannelBindingMode.REQUIRED, CONSCRYPT);
                    LabelConsistency.requireBindings("any", ChannelBindingMode.OPTIONAL, JDK);
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-521", "Ed25519", "Ed448"})
    void keys_that_the_engine_cannot_verify_contradict_client_certificates(String key) {
        Set<String> keys = Set.of("P-256", key);
        assertThatThrownBy(() -> LabelConsistency.requireVerifiableKeys("cameras", "video", keys, true, CONSCRYPT))
                .hasMessageContainingAll("est.label.cameras.profile", "video", "[" + key + "]");
        assertThatCode(() -> {
                    LabelConsistency.requireVerifiableKeys("cameras", "video", keys, false, CONSCRYPT);
                    LabelConsistency.requireVerifiableKeys("cameras", "video", keys, true, JDK);
                    LabelConsistency.requireVerifiableKeys("cameras", "video", Set.of("P-384"), true, CONSCRYPT);
                })
                .doesNotThrowAnyException();
    }
}
