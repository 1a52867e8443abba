package est.record;

import est.record.Opening.Opened;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reserves the one-time secret and inserts the intent, if nobody holds the replay key, the secret is free, the key may be
 * certified and no other holder seeks that, no duplicate is refused, its identity may open one more, the device may enroll, an
 * operator approved where one has to and none rejected, and the clocks agree; else does nothing. A request that still waits ends with the certificate. All times are
 * the database's, so that replicas with other clocks judge alike.
 */
final class IntentStatement {
    /** I-12: our clock, by which the validity was granted, may differ from the database's by this much. */
    static final String CLOCKS_AGREE = "abs(extract(epoch from (now() - %s::timestamptz))) <= 300";

    private static final String FIT = CLOCKS_AGREE.formatted("g.judged_at")
            + " and not " + KeyRules.BLOCKED.formatted("g.spki_sha256")
            + " and not " + KeyRules.OF_ANOTHER.formatted("g.spki_sha256", "g.label", "g.holder", "g.shares_key")
            + " and not " + KeyRules.SOUGHT_BY_ANOTHER.formatted("g.spki_sha256", "g.label", "g.holder", "g.shares_key")
            + " and not (g.refuses_duplicates and " + DuplicateRules.CERTIFIED.formatted("g.device") + ")"
            + " and " + IdentityLimit.KEPT.formatted("g.label", "g.identity", "g.most", "g.most_within")
            + " and " + PendingStatements.consented("g.replay_key", "g.content", "g.demand", "g.device")
            + " and " + DeviceStatements.state("g.label", "g.fingerprint", "g.serial_numbers", "g.name")
            + " <> all(g.refused_states::text[])";

    /** One row comes back for each intent that is there now. */
    static final GroupStatement INSERT = new GroupStatement("""
            id uuid, label text, operation text, identity text, profile text, ca text, spki_sha256 bytea, request bytea,
            granted text, serial bytea, not_before timestamptz, not_after timestamptz, replay_key bytea, credential uuid,
            renews_issuer bytea, renews_serial bytea, request_reference text, address text, judged_at timestamptz,
            repeats uuid, holder bytea, shares_key boolean, device bytea, replaces boolean, refuses_duplicates boolean,
            content bytea, demand text, most integer, most_within bigint, fingerprint bytea, serial_numbers text,
            name text, refused_states text
            """, """
            fit as materialized (select * from given g where %1$s),
            available as materialized (
              select f.id, c.id as credential from fit f cross join lateral (
                select id from est.credential
                where id = f.credential and kind = 'SECRET' and not disabled and spent_at is null and expires_at > now()
                  and (reserved_by is null or reserved_by = f.id or reserved_until <= now())
                  and not exists (select 1 from est.enrollment where replay_key = f.replay_key offset 0)
                  and not %2$s
                for update) c),
            reserved as (
              update est.credential c
              set reserved_by = (select a.id from available a where a.credential = c.id), reserved_until = now() + interval '60 seconds'
              where id = any(array(select credential from available))
              returning id)
            insert into est.enrollment (id, label, operation, identity, profile, ca, spki_sha256, request, granted, serial,
              not_before, not_after, replay_key, credential, renews_issuer, renews_serial, request_reference, address,
              repeats, holder, shares_key, device, replaces, state, lease_until, approval, counted)
            select id, label, operation, identity, profile, ca, spki_sha256, request, granted, serial,
              not_before, not_after, replay_key, credential, renews_issuer, renews_serial, request_reference, address,
              repeats, holder, shares_key, device, replaces, 'INTENT', now() + interval '60 seconds',
              (select p.id from est.pending_request p where p.replay_key = f.replay_key and %3$s and p.state <> 'REJECTED'), most is not null
            from fit f where credential is null or exists (select 1 from reserved r where r.id = f.credential)
            on conflict (replay_key) do nothing
            returning id, version
            """.formatted(
            FIT, PendingStatements.SECRET_HELD.formatted("f.credential", "f.replay_key"), PendingStatements.OPEN));

    private IntentStatement() {}

    static Uni<Optional<Opening>> insert(
            SqlClient client, Intent intent, Optional<UUID> repeats, Optional<Consent> consent) {
        return INSERT.execute(client, List.of(arguments(intent, repeats, consent)))
                .map(rows -> opening(intent, rows.stream().findFirst()));
    }

    private static Arguments arguments(Intent intent, Optional<UUID> repeats, Optional<Consent> consent) {
        DeviceKeys device = intent.registry().keys();
        return new Arguments()
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
                .addOrNull(consent.map(needed -> needed.demand().name()))
                .addOrNull(intent.repeats().limit().map(IdentityLimit::enrollments))
                .addOrNull(intent.repeats().limit().map(limit -> limit.window().toSeconds()))
                .addOrNull(device.fingerprint().map(Buffer::buffer))
                .addAsText(device.serialNumbers())
                .addOrNull(device.name())
                .addAsText(intent.registry().refusedNames());
    }

    /** An intent that is to be inserted together with others. */
    record Given(Intent intent, Optional<Consent> consent) implements GroupCommit.Member<Given>, Comparable<Given> {

        @Override
        public UUID id() {
            return intent.id();
        }

        @Override
        public Arguments arguments() {
            return IntentStatement.arguments(intent, Optional.empty(), consent);
        }

        @Override
        public boolean heeds(Given other) {
            return intent.heeds(other.intent);
        }

        /** Whoever inserts the same replay key waits. */
        @Override
        public int compareTo(Given other) {
            return Arrays.compare(intent.replayKey(), other.intent.replayKey());
        }
    }

    /** What the statement's answer for this intent says: empty if it did nothing. */
    static Optional<Opening> opening(Intent intent, Optional<Row> inserted) {
        return inserted.map(row -> new Opened(
                intent.id(), row.getInteger("version"), intent.credential().isPresent()));
    }
}
