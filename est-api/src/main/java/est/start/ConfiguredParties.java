package est.start;

import est.decision.AuthorizerEdition;
import est.decision.AuthorizerSettings;
import est.decision.Authorizers;
import est.webhook.DeliverySettings;
import est.webhook.WebhookEdition;
import est.webhook.WebhookOpening;
import est.webhook.WebhookSettings;
import est.webhook.Webhooks;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The parties outside, as settings have them: authorizers and webhooks. Where nothing of a kind has changed its connections, and
 * what is known of who answers, stay as they are.
 */
@ApplicationScoped
class ConfiguredParties {

    private final Authorizers authorizers;
    private final Webhooks webhooks;
    private final WebhookOpening opening;
    private Texts inForce = new Texts("", "");

    ConfiguredParties(Authorizers authorizers, Webhooks webhooks, WebhookOpening opening) {
        this.authorizers = authorizers;
        this.webhooks = webhooks;
        this.opening = opening;
    }

    /** Equal if and only if settings and secrets are: those of authorizers and those of webhooks. */
    private record Texts(String authorizers, String webhooks) {

        static Texts of(SmallRyeConfig config) {
            return new Texts(text(config, "est.authorizer."), text(config, "est.webhook"));
        }

        private static String text(SmallRyeConfig config, String prefix) {
            Map<String, Optional<String>> values = new TreeMap<>();
            TreeSet<Path> secrets = new TreeSet<>();
            StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> {
                        values.put(
                                name,
                                Optional.ofNullable(config.getConfigValue(name).getValue()));
                        if (name.endsWith(".secret-file")) {
                            secrets.addAll(config.getOptionalValue(name, Path.class).stream()
                                    .toList());
                        }
                    });
            return values + FileDigest.of(secrets);
        }
    }

    /** Opens all, as at the start. Connects to nothing. Throws {@link IllegalArgumentException} naming the property that is wrong. */
    synchronized void open() {
        authorizers.open();
        webhooks.open();
        inForce = Texts.of(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class));
    }

    /**
     * Opens what differs from what is in force. Connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong; then nothing has been opened
     */
    synchronized Prepared prepare(SmallRyeConfig now) {
        Texts texts = Texts.of(now);
        Optional<AuthorizerEdition> deciders = texts.authorizers().equals(inForce.authorizers())
                ? Optional.empty()
                : Optional.of(authorizers.prepare(now.getConfigMapping(AuthorizerSettings.class)));
        try {
            Optional<WebhookEdition> told = texts.webhooks().equals(inForce.webhooks())
                    ? Optional.empty()
                    : Optional.of(opening.open(
                            now.getConfigMapping(WebhookSettings.class), now.getConfigMapping(DeliverySettings.class)));
            return new Prepared(texts, deciders, told);
        } catch (RuntimeException wrong) {
            deciders.ifPresent(AuthorizerEdition::close);
            throw wrong;
        }
    }

    private synchronized void replace(Prepared prepared) {
        prepared.deciders.ifPresent(authorizers::replace);
        prepared.told.ifPresent(webhooks::replace);
        inForce = prepared.texts;
    }

    /** Opened, and nobody's yet: closed again unless it is put in force. */
    final class Prepared implements AutoCloseable {
        private final Texts texts;
        private final Optional<AuthorizerEdition> deciders;
        private final Optional<WebhookEdition> told;
        private boolean inUse;

        private Prepared(Texts texts, Optional<AuthorizerEdition> deciders, Optional<WebhookEdition> told) {
            this.texts = texts;
            this.deciders = deciders;
            this.told = told;
        }

        /** Whom labels can ask. */
        AuthorizerEdition authorizers() {
            return deciders.orElseGet(authorizers::inForce);
        }

        void replace() {
            ConfiguredParties.this.replace(this);
            inUse = true;
        }

        @Override
        public void close() {
            if (!inUse) {
                deciders.ifPresent(AuthorizerEdition::close);
                told.ifPresent(WebhookEdition::close);
            }
        }
    }
}
