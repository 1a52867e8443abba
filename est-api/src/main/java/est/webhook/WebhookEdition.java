package est.webhook;

import java.time.Duration;
import java.util.List;

/**
 * The webhooks of one reading of the settings.
 *
 * @param webhooks who is told
 * @param delivery when
 */
public record WebhookEdition(List<Webhook> webhooks, Delivery delivery) implements AutoCloseable {

    /**
     * When webhooks are told, checked.
     *
     * @param period how often it is looked
     * @param firstRetry after the first failure
     * @param giveUpAfter the age of an event that is given up
     */
    record Delivery(Duration period, Duration firstRetry, Duration giveUpAfter) {

        static Delivery of(DeliverySettings settings) {
            require("period", settings.period().toMillis() >= 4);
            require("first-retry", settings.firstRetry().toMillis() >= 1);
            require("give-up-after", settings.giveUpAfter().toMillis() >= 1);
            return new Delivery(settings.period(), settings.firstRetry(), settings.giveUpAfter());
        }

        private static void require(String setting, boolean holds) {
            if (!holds) {
                throw new IllegalArgumentException("est.webhook-delivery." + setting + ": must be longer than nothing");
            }
        }
    }

    /** Copies the list. */
    public WebhookEdition {
        webhooks = List.copyOf(webhooks);
    }

    boolean tellsNobody() {
        return webhooks.isEmpty();
    }

    List<String> names() {
        return webhooks.stream().map(Webhook::name).toList();
    }

    /** Ends its connections. */
    @Override
    public void close() {
        webhooks.forEach(Webhook::close);
    }
}
