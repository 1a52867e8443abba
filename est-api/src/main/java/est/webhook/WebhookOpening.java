package est.webhook;

import est.outbound.OutboundClients;
import est.record.WebhookRecords.Subscription;
import est.webhook.WebhookEdition.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Opens webhooks by their settings. Thread-safe. */
@ApplicationScoped
public class WebhookOpening {

    /** Events told at once. */
    static final int AT_ONCE = 16;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

    private final OutboundClients clients;

    WebhookOpening(OutboundClients clients) {
        this.clients = clients;
    }

    /**
     * Opens all. Reads files, connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong; then nothing has been opened
     */
    public WebhookEdition open(WebhookSettings settings, DeliverySettings delivery) {
        Delivery checked = Delivery.of(delivery);
        List<Webhook> opened = new ArrayList<>();
        try {
            settings.webhooks().forEach((name, entry) -> opened.add(open(name, entry)));
        } catch (RuntimeException wrong) {
            opened.forEach(Webhook::close);
            throw wrong;
        }
        return new WebhookEdition(opened, checked);
    }

    private Webhook open(String name, WebhookSettings.Webhook entry) {
        String prefix = "est.webhook." + name;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(prefix + ": a name consists of lower case letters and digits");
        }
        if (entry.labels().stream().flatMap(labels -> labels.stream()).anyMatch(label -> !NAME.matcher(label)
                .matches())) {
            throw new IllegalArgumentException(prefix + ".labels: a label consists of lower case letters and digits");
        }
        Subscription wish = new Subscription(
                name,
                entry.events().stream()
                        .map(event -> event.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                entry.labels());
        return new Webhook(wish, clients.open(prefix, entry, AT_ONCE), entry.certificate());
    }
}
