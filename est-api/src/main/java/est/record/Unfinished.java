package est.record;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * An enrollment whose outcome is not recorded and whose lease has passed, as it was when it was read. The arrays are not
 * copied.
 *
 * @param id the enrollment
 * @param version a decision on another version is refused
 * @param state INTENT or UNKNOWN
 * @param ca the CA's configured name
 * @param profile the profile that granted it
 * @param request the PKCS#10 DER
 * @param grant what policy granted, as {@link GrantText} wrote it
 * @param serial the serial offered to the CA
 * @param age how long ago the intent was committed, by the database's clock
 * @param claim whether its certificate may still be delivered
 * @param orphan the certificate that was found and is to be revoked before the enrollment ends as ORPHAN
 * @param reason what was said about it last
 */
public record Unfinished(
        UUID id,
        int version,
        String state,
        String ca,
        String profile,
        byte[] request,
        String grant,
        BigInteger serial,
        Duration age,
        Claim claim,
        Optional<byte[]> orphan,
        Optional<String> reason) {

    /** What a certificate for it would be worth. */
    public enum Claim {
        /** The repeat of the request gets it. */
        OPEN,
        /** Another enrollment works with its one-time secret right now: it cannot be said yet. */
        SECRET_BUSY,
        /**
         * A later enrollment took its place, or its one-time secret was spent on another, or its key is another holder's: nobody can
         * get it any more.
         */
        LOST
    }

    static Unfinished of(Row row) {
        return new Unfinished(
                row.getUUID("id"),
                row.getInteger("version"),
                row.getString("state"),
                row.getString("ca"),
                row.getString("profile"),
                row.get(Buffer.class, "request").getBytes(),
                row.getString("granted"),
                new BigInteger(row.get(Buffer.class, "serial").getBytes()),
                Duration.ofSeconds(row.getLong("age")),
                Claim.valueOf(row.getString("claim")),
                Optional.ofNullable(row.get(Buffer.class, "orphan")).map(Buffer::getBytes),
                Optional.ofNullable(row.getString("reason")));
    }

    /** The same, as the decision just made has left it: one version on. */
    public Unfinished decided() {
        return new Unfinished(id, version + 1, state, ca, profile, request, grant, serial, age, claim, orphan, reason);
    }

    /** Names the enrollment only: the request is the client's text. */
    @Override
    public String toString() {
        return "Unfinished[" + id + " " + state + "]";
    }
}
