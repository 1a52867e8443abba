package est.record;

/**
 * The statements about requests that wait for a person. All times are the database's. A row is open while it waits, or while the
 * decision on it counts.
 */
final class PendingStatements {
    /**
     * No person has to be asked, or one has approved exactly this content; one who rejected the request is heard in any case.
     * Arguments are replay key, content (null if nobody is ever asked), {@link Consent.Demand} and device.
     */
    private static final String CONSENTED = """
            (%2$s::bytea is null or coalesce(
              (select p.state = 'APPROVED' from est.pending_request p
                where p.replay_key = %1$s and p.expires_at > now()
                  and (p.state = 'REJECTED' or (p.state = 'APPROVED' and p.content = %2$s))),
              case %3$s::text when 'ALWAYS' then false when 'FOR_DUPLICATES' then not %4$s else true end))""";

    static String consented(String replayKey, String content, String demand, String device) {
        return CONSENTED.formatted(replayKey, content, demand, DuplicateRules.CERTIFIED.formatted(device));
    }

    /** I-11: while a request waits with a one-time secret, the secret is for that request alone. */
    static final String SECRET_HELD = """
            exists (select from est.pending_request where credential = %s and replay_key <> %s
              and state in ('WAITING', 'APPROVED') and expires_at > now() offset 0)""";

    /** By the index pending_request_open, whose condition this is. */
    static final String OPEN = "state in ('WAITING', 'APPROVED', 'REJECTED')";

    /** One at a time under each label, so that limits hold over all replicas. */
    static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('est.pending_request ' || $1, 0))";

    static final String STANDING = "select state from est.pending_request where replay_key = $1"
            + " and (content = $2 or state = 'REJECTED') and " + OPEN + " and expires_at > now()";

    /** $1 a replay key, $2 its content, $3 the secret: what is over its time, or was to approve something else, makes room. */
    static final String MAKE_ROOM = """
            with lapsed as (
              update est.pending_request set state = 'LAPSED'
              where %1$s and ((replay_key = $1 and ((content <> $2 and state <> 'REJECTED') or expires_at <= now()))
                or (credential = $3 and state <> 'REJECTED' and expires_at <= now()))
              returning *)
            insert into est.audit_event (event, pending, label, operation, identity, address, request_reference)
            select 'LAPSED', id, label, operation, identity, address, request_reference from lapsed
            """.formatted(OPEN);

    /** Keeps the one-time secret good for as long as its request may wait. */
    static final String INSERT = """
            with room as materialized (
              select (select count(*) from est.pending_request
                  where label = $5 and identity = $7 and state = 'WAITING' and expires_at > now()) < $18 as of_identity,
                (select count(*) from est.pending_request
                  where label = $5 and state = 'WAITING' and expires_at > now()) < $19 as of_label),
            inserted as (
              insert into est.pending_request (id, replay_key, content, occasion, label, operation, identity, profile, ca,
                spki_sha256, request, granted, credential, credential_expires_at, lifetime_seconds, expires_at,
                request_reference, address, registers, remark)
              select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                (select expires_at from est.credential where id = $13), $14, now() + make_interval(secs => $15), $16, $17, $20,
                nullif(left($21, 256), '')
              from room where of_identity and of_label
              on conflict do nothing
              returning *),
            kept as (
              update est.credential set expires_at = greatest(credential.expires_at, inserted.expires_at)
              from inserted where credential.id = inserted.credential),
            audited as (
              insert into est.audit_event (event, pending, label, operation, identity, reason, address, request_reference)
              select 'PENDING', id, label, operation, identity, left(concat_ws(': ', occasion, remark), 256), address,
                request_reference from inserted)
            select of_identity, of_label, exists (select from inserted) as inserted from room
            """;

    /** After a decision its time begins anew. An approval registers an unknown device. A rejected request gives its secret back as it was. */
    static final String DECIDE = """
            with decided as (
              update est.pending_request set state = $2, decided_by = left($3, 256), decided_at = now(),
                reason = nullif(left($4, 256), ''), expires_at = now() + make_interval(secs => lifetime_seconds)
              where id = $1 and state = 'WAITING' and expires_at > now()
              returning *),
            kept as (
              update est.credential set expires_at = case when d.state = 'APPROVED'
                then greatest(credential.expires_at, d.expires_at) else d.credential_expires_at end
              from decided d where credential.id = d.credential and credential.spent_at is null),
            %s
            audited as (
              insert into est.audit_event (event, pending, label, operation, identity, reason, address,
                request_reference, actor)
              select $2, id, label, operation, identity, reason, address, request_reference, decided_by from decided)
            select exists (select from decided) as done, exists (select from est.pending_request where id = $1) as known
            """.formatted(DeviceStatements.REGISTER);

    private static final String COLUMNS = "id, case when expires_at <= now() and " + OPEN
            + " then 'LAPSED' else state end as state, occasion, remark, label, operation, identity, address, request_reference,"
            + " request, spki_sha256, granted, created_at, expires_at, decided_by, decided_at, reason";

    static final String FIND = "select " + COLUMNS + " from est.pending_request where id = $1";

    /** Those that wait, oldest first: of one label if one is given, behind a given one if one is. */
    static final String LIST = "select " + COLUMNS + """
             from est.pending_request
            where state = 'WAITING' and expires_at > now() and ($1::text is null or label = $1)
              and ($2::uuid is null
                or (created_at, id) > (select c.created_at, c.id from est.pending_request c where c.id = $2))
            order by created_at, id limit $3
            """;

    static final String COUNT = "select label, count(*) as waiting from est.pending_request"
            + " where state = 'WAITING' and expires_at > now() group by label";

    static final String LAPSE = """
            with due as (
              select id, state from est.pending_request where %s and expires_at <= now()
              order by expires_at limit 1000 for update skip locked),
            lapsed as (
              update est.pending_request p set state = 'LAPSED' from due where p.id = due.id
              returning p.*, due.state as before)
            insert into est.audit_event (event, pending, label, operation, identity, reason, address, request_reference)
            select 'LAPSED', id, label, operation, identity, before, address, request_reference from lapsed
            """.formatted(OPEN);

    /** The audit goes on telling what became of them. */
    static final String FORGET = """
            delete from est.pending_request where id in (
              select id from est.pending_request where state = 'LAPSED' and expires_at <= now() - interval '30 days'
              limit 1000 for update skip locked)
            """;

    private PendingStatements() {}
}
