package est.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import est.webhook.WebhookEdition.Delivery;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When webhooks are told, and for how long it is tried. */
class DeliveryTest {

    @Test
    void what_is_set_is_the_rule() {
        DeliverySettings settings = new SmallRyeConfigBuilder()
                .withMapping(DeliverySettings.class)
                .withConverter(Duration.class, 300, new DurationConverter())
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "est.webhook-delivery.period", "7s",
                                "est.webhook-delivery.first-retry", "3s",
                                "est.webhook-delivery.give-up-after", "5h"),
                        "test",
                        1_000))
                .build()
                .getConfigMapping(DeliverySettings.class);

        assertThat(Delivery.of(settings))
                .isEqualTo(new Delivery(Duration.ofSeconds(7), Duration.ofSeconds(3), Duration.ofHours(5)));
    }
}
