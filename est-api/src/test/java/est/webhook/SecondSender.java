package est.webhook;

import est.record.SecondServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/** The webhooks of another server process. */
public final class SecondSender {

    private SecondSender() {}

    /** They tell one receiver, by that name, what is issued under one label; a try again follows soon. */
    public static Webhooks of(
            SecondServer server, WebhookOpening opening, Vertx vertx, String name, String url, String label) {
        String prefix = "est.webhook." + name;
        WebhookSettings settings = new SmallRyeConfigBuilder()
                .withMapping(WebhookSettings.class)
                .withConverter(Duration.class, 300, text -> Duration.parse("PT" + text))
                .withSources(new PropertiesConfigSource(
                        Map.of(prefix + ".url", url, prefix + ".labels", label, prefix + ".events", "issued"),
                        "test",
                        100))
                .build()
                .getConfigMapping(WebhookSettings.class);
        Webhooks webhooks = new Webhooks(
                settings, new Soon(), opening, server.webhooks(), new SimpleMeterRegistry(), vertx, new SecureRandom());
        webhooks.open();
        return webhooks;
    }

    private static final class Soon implements DeliverySettings {
        @Override
        public Duration period() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration firstRetry() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofDays(3);
        }
    }
}
