package est.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When webhooks are told: {@code est.webhook-delivery.…}. */
@ConfigMapping(prefix = "est.webhook-delivery")
public interface DeliverySettings {

    /** How often each server looks whether there is something to tell; one at a time does. */
    @WithDefault("2s")
    Duration period();

    /** How long until a failed delivery is tried again; each further time twice as long, at last an hour. */
    @WithDefault("5s")
    Duration firstRetry();

    /** How old an event becomes before it is given up. */
    @WithDefault("3d")
    Duration giveUpAfter();
}
