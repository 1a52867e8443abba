package est.record;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads a {@link PendingRequest} from a row. */
final class PendingRow {

    private PendingRow() {}

    static PendingRequest read(Row row) {
        return new PendingRequest(
                row.getUUID("id"),
                PendingRequest.State.valueOf(row.getString("state")),
                occasion(row),
                new PendingRequest.Origin(
                        row.getString("label"),
                        row.getString("operation"),
                        row.getString("identity"),
                        row.getString("address"),
                        row.getString("request_reference")),
                new PendingRequest.Content(
                        octets(row, "request"), octets(row, "spki_sha256"), row.getString("granted")),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                decision(row));
    }

    private static Occasion occasion(Row row) {
        String remark = row.getString("remark");
        return new Occasion(row.getString("occasion"), remark == null ? "" : remark);
    }

    private static Optional<PendingRequest.Decision> decision(Row row) {
        String reason = row.getString("reason");
        return Optional.ofNullable(row.getString("decided_by"))
                .map(by -> new PendingRequest.Decision(by, instant(row, "decided_at"), reason == null ? "" : reason));
    }

    private static byte[] octets(Row row, String column) {
        return row.get(Buffer.class, column).getBytes();
    }

    private static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }
}
