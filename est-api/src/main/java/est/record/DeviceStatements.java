package est.record;

import io.vertx.core.buffer.Buffer;

/** The statements about registered devices. */
final class DeviceStatements {
    /**
     * The entry that counts for a device: by fingerprint before by serial number before by pattern; of several the strictest, and
     * of equally strict ones that of the label alone. Arguments are what to select, fingerprint, label, serial numbers and name.
     * PostgreSQL matches patterns without going back, since none of them has back references.
     */
    private static final String COUNTING = """
            (select %1$s from (
              select 1 as rank, f.* from est.device f where f.fingerprint = %2$s::bytea
              union all
              select 2, s.* from est.device s where s.serial_number = any(%4$s::text[])
              union all
              select 3, p.* from est.device p where p.pattern is not null and %5$s::text ~ ('^(?:' || p.pattern || ')$')) d
            where d.label is null or d.label = %3$s
            order by d.rank, array_position(array['DISABLED', 'PENDING', 'ACTIVE'], d.state), d.label is null, d.id
            limit 1)""";

    /** What the registry says of the device. */
    static String state(String label, String fingerprint, String serialNumbers, String name) {
        return "coalesce(" + COUNTING.formatted("d.state", fingerprint, label, serialNumbers, name) + ", 'UNKNOWN')";
    }

    /** Text of what an entry is about, for people. */
    private static final String IDENTIFIER = "coalesce(encode(fingerprint, 'hex'), serial_number, pattern)";

    private static final String COLUMNS = """
            id, label, %s as identifier, state, attributes, changed_at, changed_by,
            case when fingerprint is not null then 'FINGERPRINT' when pattern is not null then 'PATTERN' else 'SERIAL' end
              as kind""".formatted(IDENTIFIER);

    static final String FIND =
            "select " + COLUMNS + " from est.device where id = " + COUNTING.formatted("d.id", "$2", "$1", "$3", "$4");

    static final String WITH_ID = "select " + COLUMNS + " from est.device where id = $1";

    static final String NAMED = "select " + COLUMNS
            + " from est.device where id::text = $1 or pattern = $1 or serial_number = $2"
            + " or fingerprint = $3::bytea order by created_at, id limit 100";

    /** In the order in which they were added: of one label and state if given, behind a given one if one is. */
    static final String LIST = "select " + COLUMNS + """
             from est.device
            where ($1::text is null or label = $1) and ($2::text is null or state = $2)
              and ($3::uuid is null or (created_at, id) > (select c.created_at, c.id from est.device c where c.id = $3))
            order by created_at, id limit $4
            """;

    private static final String AUDITED = """
            insert into est.audit_event (event, label, reason, actor)
            select '%s', label, left(state || ' ' || %s, 256), left(%s, 256) from %s
            returning id
            """;

    /** One row comes back if there was none like it. */
    static final String ADD = """
            with added as (
              insert into est.device (id, label, fingerprint, serial_number, pattern, state, attributes, changed_by)
              values ($1, $2, $3, $4, $5, $6, $7, left($8, 256))
              on conflict do nothing
              returning *)
            """ + AUDITED.formatted("DEVICE_ADDED", IDENTIFIER, "changed_by", "added");

    /** Those who add patterns do so one by one, so that the limit holds. */
    static final String LOCK_PATTERNS = "select pg_advisory_xact_lock(hashtextextended('est.device patterns', 0))";

    static final String COUNT_PATTERNS = "select count(*) as patterns from est.device where pattern is not null";

    static final String CHANGE = """
            with changed as (
              update est.device set state = $2, changed_at = now(), changed_by = left($3, 256)
              where id = $1
              returning *)
            """ + AUDITED.formatted("DEVICE_CHANGED", IDENTIFIER, "changed_by", "changed");

    static final String REMOVE = """
            with removed as (
              delete from est.device where id = $1
              returning *)
            """ + AUDITED.formatted("DEVICE_REMOVED", IDENTIFIER, "$2", "removed");

    /**
     * Parts of the statement that decides on a waiting request, after {@code decided}: an approval makes the device active, unless
     * somebody has said otherwise of it meanwhile.
     */
    static final String REGISTER = """
            registered as (
              insert into est.device (id, label, serial_number, state, changed_by)
              select gen_random_uuid(), label, registers, 'ACTIVE', decided_by from decided
              where state = 'APPROVED' and registers is not null
              on conflict do nothing
              returning *),
            registration as (
              insert into est.audit_event (event, label, reason, actor)
              select 'DEVICE_ADDED', label, left(state || ' ' || serial_number, 256), changed_by from registered),""";

    private DeviceStatements() {}

    /** Fingerprint, serial numbers, name. */
    static Arguments add(Arguments arguments, DeviceKeys keys) {
        return arguments
                .addOrNull(keys.fingerprint().map(Buffer::buffer))
                .add((Object) keys.serialNumbers().toArray(String[]::new))
                .addOrNull(keys.name());
    }
}
