package est.record;

import est.record.Opening.Opened;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * Reserves the one-time secret and inserts the intent, if nobody holds the replay key, the secret is free, the key may be
 * certified and no other holder seeks that, no duplicate is refused, its identity may open one more, the device may enroll, an
 * operator approved where one has to and none rejected, and the clocks agree; else does nothing. A request that still waits ends with the certificate. All times are
 * the database's, so that replicas with other clocks judge alike.
 */
final class IntentStatement {
    /** I-12: our clock, by which the validity was granted ($19), may differ from the database's by this much. */
    static final String CLOCKS_AGREE = "abs(extract(epoch from (now() - %s::timestamptz))) <= 300";

    private static final String FIT = CLOCKS_AGREE.formatted("$19")
            + " and not " + KeyRules.BLOCKED.formatted("$7")
            + " and not " + KeyRules.OF_ANOTHER.formatted("$7", "$2", "$21", "$22::boolean")
            + " and not " + KeyRules.SOUGHT_BY_ANOTHER.formatted("$7", "$2", "$21", "$22::boolean")
            + " and not ($25::boolean and " + DuplicateRules.CERTIFIED.formatted("$23") + ")"
            + " and " + IdentityLimit.KEPT.formatted("$2::text", "$4::text", "$27::integer", "$28::bigint")
            + " and " + PendingStatements.consented("$13", "$26", "$29", "$23")
            + " and " + DeviceStatements.state("$2", 30) + " <> all($33::text[])";

    static final String INSERT = """
            with fit as materialized (select where %1$s),
            reserved as (
              update est.credential set reserved_by = $1, reserved_until = now() + interval '60 seconds'
              where id = $14 and kind = 'SECRET' and not disabled and spent_at is null and expires_at > now()
                and (reserved_by is null or reserved_by = $1 or reserved_until <= now())
                and not exists (select 1 from est.enrollment where replay_key = $13)
                and not %2$s
                and exists (select from fit)
              returning id)
            insert into est.enrollment (id, label, operation, identity, profile, ca, spki_sha256, request, granted, serial,
              not_before, not_after, replay_key, credential, renews_issuer, renews_serial, request_reference, address,
              repeats, holder, shares_key, device, replaces, state, lease_until, approval, counted)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $20, $21, $22, $23, $24,
              'INTENT', now() + interval '60 seconds', (select id from est.pending_request
                where replay_key = $13 and state in ('WAITING', 'APPROVED')), $27::integer is not null
            from fit where $14::uuid is null or exists (select 1 from reserved)
            on conflict (replay_key) do nothing
            returning version
            """.formatted(FIT, PendingStatements.SECRET_HELD.formatted("$14", "$13"));

    private IntentStatement() {}

    static Uni<Optional<Opening>> insert(
            SqlClient client, Intent intent, Optional<UUID> repeats, Optional<Consent> consent) {
        return client.preparedQuery(INSERT)
                .execute(arguments(intent, repeats, consent))
                .map(rows -> opening(intent, rows));
    }

    static Tuple arguments(Intent intent, Optional<UUID> repeats, Optional<Consent> consent) {
        Arguments arguments = new Arguments()
                .add(intent.id())
                .add(intent.label())
                .add(intent.operation())
                .add(intent.identity())
                .add(intent.profile())
                .add(intent.ca())
                .add(intent.spkiSha256())
                .add(intent.request())
                .add(intent.grant())
                .add(intent.serial())
                .add(intent.notBefore())
                .add(intent.notAfter())
                .add(intent.replayKey())
                .addOrNull(intent.credential())
                .addOrNull(intent.renews().map(key -> Buffer.buffer(key.issuer().getEncoded())))
                .addOrNull(intent.renews().map(key -> Buffer.buffer(key.serial().toByteArray())))
                .add(intent.requestReference())
                .add(intent.address())
                .add(intent.at())
                .addOrNull(repeats)
                .add(intent.holder())
                .add(intent.sharesKey())
                .add(intent.repeats().device())
                .add(intent.repeats().duplicates() == RepeatRule.Duplicates.SUPERSEDING)
                .add(intent.repeats().duplicates() == RepeatRule.Duplicates.REFUSED)
                .addOrNull(consent.map(needed -> Buffer.buffer(needed.content())))
                .addOrNull(intent.repeats().limit().map(IdentityLimit::enrollments))
                .addOrNull(intent.repeats().limit().map(limit -> limit.window().toSeconds()))
                .addOrNull(consent.map(needed -> needed.demand().name()));
        intent.registry().addTo(arguments).add((Object) intent.registry().refusedNames());
        return arguments.tuple();
    }

    /** What the statement's answer says: empty if it did nothing. */
    static Optional<Opening> opening(Intent intent, RowSet<Row> inserted) {
        for (Row row : inserted) {
            return Optional.of(new Opened(
                    intent.id(), row.getInteger("version"), intent.credential().isPresent()));
        }
        return Optional.empty();
    }
}
