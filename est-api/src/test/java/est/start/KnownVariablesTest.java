package est.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.decision.AuthorizerSettings;
import est.door.DoorSettings;
import est.policy.LabelSettings;
import est.policy.ProfileSettings;
import est.webhook.DeliverySettings;
import est.webhook.WebhookSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownVariablesTest {

    private final KnownVariables variables = new KnownVariables(List.of(
            DoorSettings.class,
            LabelSettings.class,
            ProfileSettings.class,
            AuthorizerSettings.class,
            WebhookSettings.class,
            DeliverySettings.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EST_DOOR_PORT",
                "EST_DOOR_REQUEST_DEADLINE",
                "EST_LABEL_NMOS_CA",
                "EST_LABEL_DEFAULT_TRUST_ANCHORS",
                "EST_LABEL_NMOS_CHANNEL_BINDING",
                "EST_LABEL_NMOS_REPLAY_WINDOW",
                "EST_TRUST_ANCHORS_VENDORX",
                "EST_PROFILE_DEVICE_KEYS",
                "EST_PROFILE_DEVICE_RSA_KEY_USAGES",
                "EST_PROFILE_DEVICE_RENEWAL_WINDOW",
                "EST_LABEL_NMOS_AUTHORIZER",
                "EST_AUTHORIZER_GATE_URL",
                "EST_AUTHORIZER_GATE_SECRET_FILE",
                "EST_WEBHOOK_OPS_TIMEOUT",
                "EST_WEBHOOK_DELIVERY_FIRST_RETRY",
                "EST_TEST_VAULT_ADDR",
                "HOME",
                "ESTABLISHED"
            })
    void a_setting_may_come_as_a_variable(String name) {
        assertThatCode(() -> variables.require(Map.of(name, "x"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EST_DOOR_PROT", "EST_LABEL_NMOS", "EST_LABELS_NMOS_CA", "EST_PROFILE_DEVICE_KEY", "EST_X"})
    void a_misspelled_variable_is_refused_by_name(String name) {
        assertThatThrownBy(() -> variables.require(Map.of(name, "secret value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageNotContaining("secret value");
    }

    @Test
    void all_misspelled_variables_are_named_at_once() {
        assertThatThrownBy(() -> variables.require(Map.of("EST_A", "", "EST_B", "")))
                .hasMessageContaining("[EST_A, EST_B]");
    }
}
