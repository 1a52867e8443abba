package est.record;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event of the audit, as it is told to others.
 *
 * @param id orders events
 * @param at when it was decided, by the database's clock
 * @param kind issued, refused, pending or revoked
 * @param enrollment the enrollment, if it has got that far
 * @param occasion what else the audit knows
 * @param certificate DER of the certificate it is about, if there is one; taken over, not copied
 */
public record AuditedEvent(
        long id, Instant at, String kind, Optional<UUID> enrollment, Occasion occasion, Optional<byte[]> certificate) {

    /**
     * What the audit says of a request, or of an operator's act.
     *
     * @param label the label's name
     * @param operation the EST operation
     * @param identity what authentication proved
     * @param reason why
     * @param address the client's socket address
     * @param reference the correlation id that the client got
     */
    public record Occasion(
            Optional<String> label,
            Optional<String> operation,
            Optional<String> identity,
            Optional<String> reason,
            Optional<String> address,
            Optional<String> reference) {}
}
