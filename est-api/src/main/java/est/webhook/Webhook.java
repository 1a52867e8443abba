package est.webhook;

import est.outbound.Message;
import est.outbound.OutboundClient;
import est.outbound.Reply;
import est.record.AuditedEvent;
import est.record.WebhookRecords.Subscription;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * One party that is told.
 *
 * @param wish what it wants to hear
 * @param client how it is reached
 * @param withPem whether events carry the certificate
 */
record Webhook(Subscription wish, OutboundClient client, boolean withPem) {

    private static final int ANSWER_LIMIT = 64 << 10;

    String name() {
        return wish.webhook();
    }

    /** Tells the event. Empty if the other side took it, else why not; never fails. */
    Uni<Optional<String>> tell(AuditedEvent event) {
        return Uni.createFrom()
                .deferred(
                        () -> client.post(new Message(EventText.id(event), EventText.of(event, withPem), ANSWER_LIMIT)))
                .map(Webhook::complaint)
                .onFailure()
                .recoverWithItem(failure -> Optional.of(String.valueOf(failure.getMessage())));
    }

    void close() {
        client.close();
    }

    private static Optional<String> complaint(Reply reply) {
        return reply.status() / 100 == 2 ? Optional.empty() : Optional.of("status " + reply.status());
    }
}
