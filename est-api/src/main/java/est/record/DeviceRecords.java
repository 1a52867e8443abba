package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The devices that the operator knows. Changes count from the next request on and are in the audit. Thread-safe; every method fails
 * with {@link RecordFailure}.
 */
@ApplicationScoped
public class DeviceRecords {
    /** Each request of an unknown device is compared with all of them. */
    public static final int MOST_PATTERNS = 100;

    private final Pool pool;
    private final DatabaseCalls calls;

    DeviceRecords(Pool pool, DatabaseCalls calls) {
        this.pool = pool;
        this.calls = calls;
    }

    /** The entry that counts for this device at this label: the most specific one, and of equally specific ones the strictest. */
    public Uni<Optional<RegisteredDevice>> find(String label, DeviceKeys keys) {
        Arguments arguments = DeviceStatements.add(new Arguments().add(label), keys);
        return calls.statement(DeviceStatements.FIND, arguments.tuple())
                .map(rows -> devices(rows).stream().findFirst());
    }

    /**
     * Entries of exactly that id, serial number, fingerprint or pattern.
     *
     * @param text as it was given
     * @param serialNumber the text as a serial number in canonical form
     */
    public Uni<List<RegisteredDevice>> named(String text, String serialNumber) {
        String digits = text.replace(":", "");
        Optional<Buffer> fingerprint = digits.matches("[0-9a-fA-F]{64}")
                ? Optional.of(Buffer.buffer(HexFormat.of().parseHex(digits)))
                : Optional.empty();
        Tuple arguments = new Arguments()
                .add(text)
                .add(serialNumber)
                .addOrNull(fingerprint)
                .tuple();
        return calls.statement(DeviceStatements.NAMED, arguments).map(DeviceRecords::devices);
    }

    /** The entry of that id. */
    public Uni<Optional<RegisteredDevice>> withId(UUID id) {
        return calls.statement(DeviceStatements.WITH_ID, new Arguments().add(id).tuple())
                .map(rows -> devices(rows).stream().findFirst());
    }

    /**
     * Entries in the order in which they were added.
     *
     * @param label of this label alone
     * @param state of this state only
     * @param after those behind this one only
     */
    public Uni<List<RegisteredDevice>> list(
            Optional<String> label, Optional<DeviceState> state, Optional<UUID> after, int atMost) {
        Tuple arguments = new Arguments()
                .addOrNull(label)
                .addOrNull(state.map(Enum::name))
                .addOrNull(after)
                .add(atMost)
                .tuple();
        return calls.statement(DeviceStatements.LIST, arguments).map(DeviceRecords::devices);
    }

    /**
     * Adds entries, each with its audit event, all or nothing.
     *
     * @param entries some thousands at once at most
     * @return their ids. Fails with {@link DeviceConflict} if one of them is there already
     */
    public Uni<List<UUID>> add(List<RegisteredDevice.Entry> entries, String actor) {
        List<UUID> ids = entries.stream().map(entry -> UUID.randomUUID()).toList();
        List<Tuple> rows = java.util.stream.IntStream.range(0, ids.size())
                .mapToObj(n -> row(ids.get(n), entries.get(n), actor))
                .toList();
        boolean patterns = entries.stream().anyMatch(entry -> entry.kind() == RegisteredDevice.Kind.PATTERN);
        return calls.run(() -> pool.withTransaction(connection -> (patterns
                                ? query(connection, DeviceStatements.LOCK_PATTERNS)
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem())
                        .chain(() ->
                                connection.preparedQuery(DeviceStatements.ADD).executeBatch(rows))
                        .invoke(DeviceRecords::requireAllNew)
                        .chain(() -> patterns
                                ? requireFewPatterns(connection)
                                : Uni.createFrom().voidItem())))
                .replaceWith(ids);
    }

    private static void requireAllNew(RowSet<Row> results) {
        int index = 0;
        for (RowSet<Row> each = results; each != null; each = each.next()) {
            if (each.size() == 0) {
                throw new DeviceConflict(index);
            }
            index++;
        }
    }

    private static Uni<Void> requireFewPatterns(SqlConnection connection) {
        return query(connection, DeviceStatements.COUNT_PATTERNS)
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("patterns") > MOST_PATTERNS) {
                        throw new RecordFailure(
                                RecordFailure.Kind.TOO_MANY, "there can be " + MOST_PATTERNS + " patterns at most");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> query(SqlConnection connection, String sql) {
        return connection.preparedQuery(sql).execute();
    }

    private static Tuple row(UUID id, RegisteredDevice.Entry entry, String actor) {
        return new Arguments()
                .add(id)
                .addOrNull(entry.label())
                .addOrNull(identifier(entry, RegisteredDevice.Kind.FINGERPRINT)
                        .map(digits -> Buffer.buffer(HexFormat.of().parseHex(digits))))
                .addOrNull(identifier(entry, RegisteredDevice.Kind.SERIAL))
                .addOrNull(identifier(entry, RegisteredDevice.Kind.PATTERN))
                .add(entry.state().name())
                .add(new JsonObject(new TreeMap<String, Object>(entry.attributes())))
                .add(actor)
                .tuple();
    }

    private static Optional<String> identifier(RegisteredDevice.Entry entry, RegisteredDevice.Kind kind) {
        return entry.kind() == kind ? Optional.of(entry.identifier()) : Optional.empty();
    }

    /** From the next request on; false if there is no such entry. */
    public Uni<Boolean> change(UUID id, DeviceState state, String actor) {
        Tuple arguments = new Arguments().add(id).add(state.name()).add(actor).tuple();
        return calls.statement(DeviceStatements.CHANGE, arguments).map(rows -> rows.size() == 1);
    }

    /** From the next request on the device is unknown; false if there is no such entry. */
    public Uni<Boolean> remove(UUID id, String actor) {
        return calls.statement(
                        DeviceStatements.REMOVE,
                        new Arguments().add(id).add(actor).tuple())
                .map(rows -> rows.size() == 1);
    }

    private static List<RegisteredDevice> devices(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(DeviceRecords::device)
                .toList();
    }

    private static RegisteredDevice device(Row row) {
        return new RegisteredDevice(
                row.getUUID("id"),
                new RegisteredDevice.Entry(
                        Optional.ofNullable(row.getString("label")),
                        RegisteredDevice.Kind.valueOf(row.getString("kind")),
                        row.getString("identifier"),
                        DeviceState.valueOf(row.getString("state")),
                        attributes(row)),
                row.get(OffsetDateTime.class, "changed_at").toInstant(),
                row.getString("changed_by"));
    }

    private static Map<String, String> attributes(Row row) {
        return row.get(JsonObject.class, "attributes").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> String.valueOf(each.getValue())));
    }
}
