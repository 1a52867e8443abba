package est.record;

import est.record.Opening.Answered;
import est.record.Opening.CredentialHeld;
import est.record.Opening.CredentialSpent;
import est.record.Opening.DeviceRefused;
import est.record.Opening.Duplicate;
import est.record.Opening.KeyRefused;
import est.record.Opening.Running;
import est.record.Opening.Throttled;
import est.record.Opening.Unapproved;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One look, in one transaction, at why an intent could not, or may not, simply be inserted: where devices are taken one by one
 * the device is locked first, then the secret's row, then the row that holds the replay key; then the answer is given, or the holder loses the key and the intent is inserted.
 */
final class Repeat {
    private static final String LOCK_SECRET = """
            select disabled or (spent_at is null and expires_at <= now()) as unusable, spent_by, reserved_by = $2 as ours,
              %s as held,
              case when reserved_by <> $2 then ceil(extract(epoch from reserved_until - now()))::integer else 0 end as busy
            from est.credential where id = $1 and kind = 'SECRET' for update
            """.formatted(PendingStatements.SECRET_HELD.formatted("$1", "$3"));
    private static final String LOCK_HOLDER = "select id from est.enrollment where replay_key = $1 for update";
    // read after the lock was had, by a statement of its own: it sees what the one before us committed
    static final String READ_HOLDER = """
            select %s as clocks_agree, %s as blocked, %s as of_another, %s as consented, e.id, e.state,
              ceil(extract(epoch from e.lease_until - now()))::integer as busy, c.der,
              coalesce(e.state = 'ISSUED' and c.status = 'VALID' and c.not_after > now()
                and c.created_at > now() - $7::bigint * interval '1 second', false) as repeatable,
              $9::boolean and %s as certified, case when $9::boolean then %s end as device_busy, %s as too_soon,
              %s as key_busy, %s as device_state
            from (values (1)) as always (n)
            left join est.enrollment e on e.id = $1 left join est.certificate c on c.enrollment = e.id
            """.formatted(
                    IntentStatement.CLOCKS_AGREE.formatted("$2"),
                    KeyRules.BLOCKED.formatted("$3"),
                    KeyRules.OF_ANOTHER.formatted("$3", "$4", "$5", "$6::boolean"),
                    PendingStatements.consented("$10", "$11", "$15", "$8"),
                    DuplicateRules.CERTIFIED.formatted("$8"),
                    DuplicateRules.BUSY.formatted("$8"),
                    IdentityLimit.WAIT.formatted("$4", "$12::text", "$13::integer", "$14::bigint"),
                    KeyRules.SOUGHT_FOR.formatted("$3", "$4", "$5", "$6::boolean"),
                    DeviceStatements.state("$4", "$16", "$17", "$18"));
    private static final String AUDIT_REPLAY = """
            insert into est.audit_event (event, enrollment, label, operation, identity, certificate_issuer,
              certificate_serial, address, request_reference)
            select 'REPLAYED', e.id, e.label, e.operation, e.identity, c.issuer, c.serial, $2, $3
            from est.enrollment e join est.certificate c on c.enrollment = e.id where e.id = $1
            """;
    private static final String TAKE_OVER = """
            with fenced as (
              update est.enrollment set replay_key = null, version = version + 1, updated_at = now(), lease_until = null,
                state = case when state in ('INTENT', 'SIGNING') then 'UNKNOWN' else state end,
                reason = case when state in ('INTENT', 'SIGNING') then 'lease passed' else reason end
              where id = $1 returning *)
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, address, request_reference)
            select 'UNKNOWN', id, label, operation, identity, reason, address, request_reference from fenced
            where $2
            """;
    private static final String RELEASE =
            "update est.credential set reserved_by = null, reserved_until = null where id = $1 and reserved_by = $2";

    private final SqlConnection connection;
    private final Intent intent;
    private final Optional<Consent> consent;

    Repeat(SqlConnection connection, Intent intent, Optional<Consent> consent) {
        this.connection = connection;
        this.intent = intent;
        this.consent = consent;
    }

    /** The answer; empty if another process holds the replay key, or certified the device, since a moment ago. */
    Uni<Optional<Opening>> settle() {
        return lockDevice().chain(this::lockSecret).chain(secret -> lockHolder().chain(holder -> judge(secret, holder)
                .map(answer -> give(answer, secret))
                .orElseGet(() -> takeOver(holder))));
    }

    /** The answer without opening anything; empty if an intent could be opened. */
    Uni<Optional<Opening>> answer() {
        return lockSecret().chain(secret -> lockHolder().chain(holder -> judge(secret, holder)
                .map(answer -> give(answer, secret))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    private Uni<Void> lockDevice() {
        return intent.repeats().oneByOne()
                ? DuplicateRules.lock(connection, intent.repeats())
                : Uni.createFrom().voidItem();
    }

    private Uni<SecretRow> lockSecret() {
        return intent.credential()
                .map(id -> query(
                                LOCK_SECRET,
                                new Arguments().add(id).add(intent.id()).add(intent.replayKey()))
                        .map(rows -> first(rows).map(SecretRow::of).orElse(SecretRow.MISSING)))
                .orElse(Uni.createFrom().item(SecretRow.NOT_NEEDED));
    }

    private Uni<HolderRow> lockHolder() {
        return query(LOCK_HOLDER, new Arguments().add(intent.replayKey()))
                .map(rows -> first(rows).map(row -> row.getUUID("id")))
                .chain(id -> query(READ_HOLDER, readHolder(id)))
                .map(rows -> HolderRow.of(rows.iterator().next()));
    }

    private Arguments readHolder(Optional<UUID> id) {
        Arguments arguments = new Arguments()
                .addOrNull(id)
                .add(intent.at())
                .add(intent.spkiSha256())
                .add(intent.label())
                .add(intent.holder())
                .add(intent.sharesKey())
                .add(intent.repeats().window().toSeconds())
                .add(intent.repeats().device())
                .add(intent.repeats().oneByOne())
                .add(intent.replayKey())
                .addOrNull(consent.map(needed -> Buffer.buffer(needed.content())))
                .add(intent.identity())
                .addOrNull(intent.repeats().limit().map(IdentityLimit::enrollments))
                .addOrNull(intent.repeats().limit().map(limit -> limit.window().toSeconds()))
                .addOrNull(consent.map(needed -> needed.demand().name()));
        return intent.registry().addTo(arguments);
    }

    /** Empty if the way is free, once the holder has lost the key. */
    private Optional<Opening> judge(SecretRow secret, HolderRow holder) {
        if (!holder.clocksAgree()) {
            throw new RecordFailure(
                    RecordFailure.Kind.UNAVAILABLE, "our clock and the database's differ by more than 5 minutes");
        }
        if (secret.unusable()) {
            return Optional.of(new CredentialSpent());
        }
        if (secret.spentBy() != null
                && !(holder.repeatable() && secret.spentBy().equals(holder.id()))) {
            return Optional.of(new CredentialSpent());
        }
        if (intent.registry().refused().contains(holder.deviceState())) {
            return Optional.of(new DeviceRefused(holder.deviceState()));
        }
        if (secret.held()) {
            return Optional.of(new CredentialHeld());
        }
        if (holder.blocked()) {
            return Optional.of(new KeyRefused(KeyRefused.Why.BLOCKED));
        }
        if (holder.repeatable()) {
            return Optional.of(new Answered(holder.id(), holder.der()));
        }
        if (holder.ofAnother()) {
            return Optional.of(new KeyRefused(KeyRefused.Why.OF_ANOTHER));
        }
        if (holder.certified() && intent.repeats().duplicates() == RepeatRule.Duplicates.REFUSED) {
            return Optional.of(new Duplicate());
        }
        int busy = Math.max(secret.busy(), holder.busy());
        if (busy > 0) {
            return Optional.of(new Running(Duration.ofSeconds(busy)));
        }
        if (holder.tooSoon() > 0) {
            return Optional.of(new Throttled(Duration.ofSeconds(holder.tooSoon())));
        }
        return holder.consented() ? Optional.empty() : Optional.of(new Unapproved(isDuplicate(holder)));
    }

    /** A device that shows a certificate of the label is no duplicate of itself. */
    private boolean isDuplicate(HolderRow holder) {
        return holder.certified() && intent.repeats().duplicates() != RepeatRule.Duplicates.ALLOWED_ONE_BY_ONE;
    }

    private Uni<Optional<Opening>> give(Opening answer, SecretRow secret) {
        Uni<?> release = secret.ours()
                ? query(RELEASE, new Arguments().addOrNull(intent.credential()).add(intent.id()))
                : Uni.createFrom().voidItem();
        Uni<?> audit = answer instanceof Answered answered
                ? query(
                        AUDIT_REPLAY,
                        new Arguments()
                                .add(answered.enrollment())
                                .add(intent.address())
                                .add(intent.requestReference()))
                : Uni.createFrom().voidItem();
        return release.chain(() -> audit).replaceWith(Optional.of(answer));
    }

    private Uni<Optional<Opening>> takeOver(HolderRow holder) {
        Optional<UUID> earlier = Optional.ofNullable(holder.id());
        Uni<?> freed = earlier.isEmpty()
                ? Uni.createFrom().voidItem()
                : query(TAKE_OVER, new Arguments().addOrNull(earlier).add(holder.abandoned()));
        return freed.chain(this::fenceDevice).chain(() -> IntentStatement.insert(connection, intent, earlier, consent));
    }

    private Uni<Void> fenceDevice() {
        return intent.repeats().oneByOne()
                ? DuplicateRules.fence(connection, intent.repeats())
                : Uni.createFrom().voidItem();
    }

    private Uni<RowSet<Row>> query(String sql, Arguments arguments) {
        return connection.preparedQuery(sql).execute(arguments.tuple());
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    /** The one-time secret as it is, under our lock. */
    private record SecretRow(boolean unusable, @Nullable UUID spentBy, boolean ours, boolean held, int busy) {
        static final SecretRow MISSING = new SecretRow(true, null, false, false, 0);
        static final SecretRow NOT_NEEDED = new SecretRow(false, null, false, false, 0);

        static SecretRow of(Row row) {
            return new SecretRow(
                    row.getBoolean("unusable"),
                    row.getUUID("spent_by"),
                    Boolean.TRUE.equals(row.getBoolean("ours")),
                    row.getBoolean("held"),
                    row.getInteger("busy"));
        }
    }

    /** The enrollment that holds the replay key, under our lock, and what is known of key and device; its id is null if there is none. */
    private record HolderRow(
            boolean clocksAgree,
            boolean blocked,
            boolean ofAnother,
            boolean consented,
            @Nullable UUID id,
            boolean abandoned,
            int busy,
            boolean repeatable,
            boolean certified,
            int tooSoon,
            byte[] der,
            DeviceState deviceState) {

        static HolderRow of(Row row) {
            String state = row.getString("state");
            int busy = IntStream.of(seconds(row, "busy"), seconds(row, "device_busy"), seconds(row, "key_busy"))
                    .max()
                    .orElseThrow();
            Buffer der = row.get(Buffer.class, "der");
            return new HolderRow(
                    row.getBoolean("clocks_agree"),
                    row.getBoolean("blocked"),
                    row.getBoolean("of_another"),
                    row.getBoolean("consented"),
                    row.getUUID("id"),
                    "INTENT".equals(state) || "SIGNING".equals(state),
                    busy,
                    row.getBoolean("repeatable"),
                    row.getBoolean("certified"),
                    seconds(row, "too_soon"),
                    der == null ? new byte[0] : der.getBytes(),
                    DeviceState.valueOf(row.getString("device_state")));
        }

        private static int seconds(Row row, String column) {
            Integer seconds = row.getInteger(column);
            return seconds == null ? 0 : seconds;
        }
    }
}
