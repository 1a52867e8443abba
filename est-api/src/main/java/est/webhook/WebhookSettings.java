package est.webhook;

import est.outbound.OutboundSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Webhooks by name: {@code est.webhook.<name>.…}. */
@ConfigMapping(prefix = "est.webhook")
public interface WebhookSettings {

    /** Webhooks by name, {@code [a-z0-9]+}. */
    @WithParentName
    Map<String, Webhook> webhooks();

    /** What can be told. */
    enum Event {
        /** A certificate was issued. */
        ISSUED,
        /** A request was refused. */
        REFUSED,
        /** A request waits for a decision. */
        PENDING,
        /** A certificate was revoked. */
        REVOKED
    }

    /** One webhook. */
    interface Webhook extends OutboundSettings {

        /** What it is told: issued, refused, pending, revoked. */
        @WithDefault("issued,refused,pending,revoked")
        Set<Event> events();

        /** Labels whose events it is told; unset: all. */
        Optional<Set<String>> labels();

        /** Whether events carry the certificate as PEM. */
        @WithDefault("false")
        boolean certificate();
    }
}
