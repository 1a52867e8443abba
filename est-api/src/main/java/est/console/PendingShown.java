package est.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import est.approval.ShownRequest;
import est.record.PendingRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A waiting request as the API shows it: decoded, without the octets, and without secrets.
 *
 * @param id names it
 * @param state where it stands
 * @param occasion why a person is asked: LABEL, DEVICE, DUPLICATE or AUTHORIZER
 * @param remark what the authorizer said, if it did
 * @param origin who asked, for what operation, from where
 * @param requested what would be certified
 * @param createdAt when it was asked first
 * @param expiresAt when it is forgotten
 * @param decision what a person said
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PendingShown(
        UUID id,
        PendingRequest.State state,
        String occasion,
        Optional<String> remark,
        PendingRequest.Origin origin,
        ShownRequest requested,
        Instant createdAt,
        Instant expiresAt,
        Optional<PendingRequest.Decision> decision)
        implements Page.Item {

    static PendingShown of(PendingRequest pending) {
        return new PendingShown(
                pending.id(),
                pending.state(),
                pending.occasion().name(),
                Optional.of(pending.occasion().remark()).filter(remark -> !remark.isEmpty()),
                pending.origin(),
                ShownRequest.of(pending.content()),
                pending.createdAt(),
                pending.expiresAt(),
                pending.decision());
    }
}
