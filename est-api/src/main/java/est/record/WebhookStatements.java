package est.record;

/**
 * The statements of webhooks. The audit is read up to a horizon below which no event can appear any more: ids are drawn when an event is
 * written, not when it commits. Whoever writes one holds a lock on the table from before it draws the id to the end of its transaction, so
 * once those are gone that held it when the horizon was drawn, all of its events are there.
 */
final class WebhookStatements {
    /** Names the sender among the advisory locks of the database. */
    static final String TAKE_TURN = "select pg_try_advisory_xact_lock(hashtext('est.webhooks'), 0) as mine";

    static final String HORIZON = "select coalesce(max(id), 0) as horizon from est.audit_event";

    /** To be read after the horizon, by a statement of its own. */
    static final String WRITERS = """
            select virtualtransaction as writer from pg_locks
            where locktype = 'relation' and relation = 'est.audit_event'::regclass and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())
            """;

    private static final String KIND = """
            case
              when event = 'GRANTED' or (event = 'RECONCILED' and reason = 'ISSUED') then 'issued'
              when event = 'PENDING' or (event = 'REFUSED' and reason like 'AUTHORIZER\\_PENDING%') then 'pending'
              when event = 'REFUSED' then 'refused'
              when event = 'REVOKED' then 'revoked'
            end""";

    /** A webhook that is new begins at the horizon ($2): history is not told. */
    static final String BEGIN = """
            insert into est.webhook_cursor (webhook, audit_event) values ($1, $2) on conflict (webhook) do nothing
            """;

    /** At most $5 events of the audit further: what the webhook wants to hear is to be delivered. */
    static final String FEED = """
            with cursor as (select audit_event as seen from est.webhook_cursor where webhook = $1 for update),
            batch as (
              select id, enrollment, label, %s as kind from est.audit_event, cursor
              where id > seen and id <= $2 order by id limit $5),
            wanted as (
              insert into est.webhook_delivery (webhook, audit_event, enrollment)
              select $1, id, enrollment from batch
              where kind = any($3::text[]) and ($4::text[] is null or label = any($4::text[]))
              on conflict do nothing)
            update est.webhook_cursor set audit_event = (select max(id) from batch)
            where webhook = $1 and exists (select from batch)
            returning (select count(*) from batch) as looked
            """.formatted(KIND);

    /** The oldest that are due, of each enrollment the first only: in this order they are told. The time is not that of the turn. */
    static final String DUE = """
            select a.id, a.at, %s as kind, a.enrollment, a.label, a.operation, a.identity, a.reason, a.address,
              a.request_reference, c.der
            from est.webhook_delivery d join est.audit_event a on a.id = d.audit_event
            left join est.certificate c on c.issuer = a.certificate_issuer and c.serial = a.certificate_serial
            where d.webhook = $1 and d.dead_at is null and d.attempt_after <= clock_timestamp()
              and not exists (select 1 from est.webhook_delivery before
                where before.webhook = d.webhook and before.enrollment = d.enrollment and before.dead_at is null
                  and before.audit_event < d.audit_event)
            order by d.audit_event limit $2
            """.formatted(KIND);

    static final String DELIVERED = "delete from est.webhook_delivery where webhook = $1 and audit_event = $2";

    /** Tried again after $4 seconds, then twice as long, and so on up to an hour; by turns a quarter sooner or later. */
    static final String FAILED = """
            update est.webhook_delivery set attempts = attempts + 1, last_failure = left($3, 256),
              attempt_after = now() + (0.75 + random() * 0.5)
                * least(make_interval(secs => $4::double precision * power(2, least(attempts, 20))), interval '1 hour'),
              dead_at = case when created_at + make_interval(secs => $5::double precision) <= now() then now() end
            where webhook = $1 and audit_event = $2
            returning dead_at is not null as dead
            """;

    static final String COUNT = """
            with old as (delete from est.webhook_delivery where dead_at < now() - interval '30 days')
            select webhook, count(*) filter (where dead_at is null) as waiting, count(dead_at) as dead
            from est.webhook_delivery group by webhook
            """;

    private WebhookStatements() {}
}
