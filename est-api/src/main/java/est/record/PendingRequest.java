package est.record;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that waits for a person, or did. It holds no secret: of a one-time secret it knows the id.
 *
 * @param id names it
 * @param state where it stands
 * @param occasion why a person is asked
 * @param origin who asked, and for what operation
 * @param content what would be certified
 * @param createdAt when it was asked first
 * @param expiresAt when it, or the decision on it, is forgotten
 * @param decision what a person said
 */
public record PendingRequest(
        UUID id,
        State state,
        Occasion occasion,
        Origin origin,
        Content content,
        Instant createdAt,
        Instant expiresAt,
        Optional<Decision> decision) {

    /** Where it stands. */
    public enum State {
        /** Nobody has decided. */
        WAITING,
        /** The repeat gets its certificate. */
        APPROVED,
        /** The repeat is refused. */
        REJECTED,
        /** The certificate was issued. */
        SPENT,
        /** Its time has passed: a repeat starts anew. */
        LAPSED
    }

    /**
     * Who asked.
     *
     * @param label the label's name
     * @param operation the EST operation
     * @param identity what authentication proved
     * @param address the socket address it came from first
     * @param reference our correlation id of the first request
     */
    public record Origin(String label, String operation, String identity, String address, String reference) {}

    /**
     * What was asked and granted. The arrays are not copied.
     *
     * @param request the PKCS#10 DER
     * @param spkiSha256 SHA-256 of its SubjectPublicKeyInfo
     * @param granted what policy granted, as {@link GrantText} writes it
     */
    public record Content(byte[] request, byte[] spkiSha256, String granted) {}

    /**
     * What a person said.
     *
     * @param by who
     * @param at when
     * @param reason why, for operators
     */
    public record Decision(String by, Instant at, String reason) {}
}
