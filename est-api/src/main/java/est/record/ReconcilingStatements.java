package est.record;

/**
 * The statements of the reconciler. Each decision is one statement and so one transaction: it names the version that was read,
 * demands that the lease has passed (by the database's clock), locks the one-time secret before the enrollment as everybody
 * does, and writes its audit event. One row comes back if it was done, none if it came too late.
 */
final class ReconcilingStatements {
    /** Names the reconciler among the advisory locks of the database. */
    static final String TAKE_TURN = "select pg_try_advisory_xact_lock(hashtext('est.reconciler'), 0) as mine";

    private static final String LEASE_PASSED =
            "state in ('INTENT', 'SIGNING', 'UNKNOWN') and (lease_until is null or lease_until <= now())";

    /** The same of one row, in a form that keeps the planner from reading all of enrollment_unfinished to find it. */
    private static final String ITS_LEASE_PASSED = "coalesce(" + LEASE_PASSED + ", false)";

    /** By the index enrollment_unfinished. */
    static final String DUE = "select id from est.enrollment where " + LEASE_PASSED
            + " and (look_after is null or look_after <= now()) order by created_at limit $1";

    static final String READ = """
            select e.id, e.version, e.state, e.ca, e.profile, e.request, e.granted, e.serial, e.orphan, e.reason,
              greatest(extract(epoch from now() - e.created_at), 0)::bigint as age,
              case when e.replay_key is null
                  or (select spent_at is not null from est.credential where id = e.credential) or %s then 'LOST'
                when (select reserved_by <> e.id and reserved_until > now() from est.credential where id = e.credential)
                  then 'SECRET_BUSY'
                else 'OPEN' end as claim
            from est.enrollment e
            where e.id = $1 and %s
            """.formatted(KeyRules.ofAnotherThan("e"), ITS_LEASE_PASSED);

    static final String COUNT =
            "select state, count(*) as rows from est.enrollment where " + LEASE_PASSED + " group by state";

    /** $5: whether the serial is the one this enrollment proposed, so that the certificate can be nobody else's. */
    static final String ATTRIBUTION = """
            select case
              when c.der = $3 then 'RECORDED'
              when c.der is not null then 'SERIAL_REPEATED'
              when exists (select 1 from est.enrollment o
                where o.orphan is not null and sha256(o.orphan) = sha256($3) and o.id <> e.id) then 'RECORDED'
              when not $5 and exists (select 1 from est.enrollment o
                where o.ca = e.ca and o.serial = $2 and o.id <> e.id) then 'RECORDED'
              when not $5 and exists (select 1 from est.enrollment o
                where o.state in ('INTENT', 'SIGNING') and o.lease_until > now()
                  and o.spki_sha256 = e.spki_sha256 and o.ca = e.ca) then 'BEING_ISSUED'
              when not $5 and exists (select 1 from est.enrollment o
                where o.state in ('INTENT', 'SIGNING', 'UNKNOWN')
                  and o.spki_sha256 = e.spki_sha256 and o.ca = e.ca and o.id <> e.id) then 'ONE_OF_SEVERAL'
              else 'UNRECORDED' end as attribution
            from est.enrollment e left join est.certificate c on c.issuer = $1 and c.serial = $2
            where e.id = $4
            """;

    /** The secret is this enrollment's again, if nobody spent it or works with it (I-11). */
    static final String ISSUED = """
            with held as (
              select id from est.credential
              where id = (select credential from est.enrollment where id = $1) and spent_at is null
                and (reserved_by is null or reserved_by = $1 or reserved_until <= now())
              for update),
            fenced as (
              update est.enrollment set state = 'ISSUED', version = version + 1, lease_until = null, look_after = null,
                updated_at = now()
              where id = $1 and version = $2 and %s and replay_key is not null and orphan is null
                and (credential is null or exists (select 1 from held))
              returning *),
            spent as (
              update est.credential set spent_at = now(), spent_by = $1, reserved_by = null, reserved_until = null
              where id = (select credential from fenced)),
            %s
            approved as (
              update est.pending_request set state = 'SPENT' where id = (select approval from fenced)),
            certified as (
              insert into est.certificate (id, issuer, serial, der, spki_sha256, subject, names, not_before, not_after,
                enrollment, ca, label)
              select $3, $4, $5, $6, spki_sha256, left($7, 4096), ($8::text::text[])[1:100], $9, $10, id, ca, label
              from fenced)
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, certificate_issuer,
              certificate_serial, address, request_reference, actor)
            select 'RECONCILED', id, label, operation, identity, 'ISSUED', $4, $5, address, request_reference, 'reconciler'
            from fenced
            returning id
            """.formatted(ITS_LEASE_PASSED, DuplicateRules.SUPERSEDE);

    private static final String HELD = """
            with held as (
              select id from est.credential
              where id = (select credential from est.enrollment where id = $1) and reserved_by = $1
              for update),
            """;

    private static final String RELEASED = """
            released as (
              update est.credential set reserved_by = null, reserved_until = null
              where id = (select credential from fenced) and reserved_by = $1)
            """;

    static final String NOT_ISSUED = HELD + """
            fenced as (
              update est.enrollment set state = 'NOT_ISSUED', version = version + 1, lease_until = null, look_after = null,
                replay_key = null, counted = false, updated_at = now()
              where id = $1 and version = $2 and %s and orphan is null and (select count(*) from held) >= 0
              returning *),
            """.formatted(ITS_LEASE_PASSED) + RELEASED + """
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, address,
              request_reference, actor)
            select 'RECONCILED', id, label, operation, identity, 'NOT_ISSUED', address, request_reference, 'reconciler'
            from fenced
            returning id
            """;

    /** From here on nothing makes it ISSUED, so its certificate can be revoked; whoever is killed in between finds it again. */
    static final String CONDEMNED = HELD + """
            fenced as (
              update est.enrollment set state = 'UNKNOWN', version = version + 1, lease_until = null, replay_key = null,
                orphan = $3, reason = left($6, 256), updated_at = now()
              where id = $1 and version = $2 and %s and orphan is null and (select count(*) from held) >= 0
                and not exists (select 1 from est.certificate where issuer = $4 and certificate.serial = $5)
              returning *),
            """.formatted(ITS_LEASE_PASSED) + RELEASED + "select id from fenced";

    static final String ORPHAN = HELD + """
            fenced as (
              update est.enrollment set state = 'ORPHAN', version = version + 1, lease_until = null, look_after = null,
                replay_key = null, orphan = $3, reason = left($6, 256), updated_at = now()
              where id = $1 and version = $2 and %s and (select count(*) from held) >= 0
              returning *),
            """.formatted(ITS_LEASE_PASSED) + RELEASED + """
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, certificate_issuer,
              certificate_serial, address, request_reference, actor)
            select 'RECONCILED', id, label, operation, identity, left('ORPHAN, ' || reason, 256), $4::bytea, $5::bytea, address,
              request_reference, 'reconciler'
            from fenced
            returning id
            """;

    /** Looks again after 30 s, 60 s, … and at last every hour. An event only if it was not UNKNOWN before ($4). */
    static final String UNDECIDED = """
            with fenced as (
              update est.enrollment set state = 'UNKNOWN', version = version + 1, looks = looks + 1,
                look_after = now() + least(interval '30 seconds' * power(2, least(looks, 10)), interval '1 hour'),
                reason = case when orphan is null then left($3, 256) else reason end, updated_at = now()
              where id = $1 and version = $2 and %s
              returning *),
            told as (
              insert into est.audit_event (event, enrollment, label, operation, identity, reason, address,
                request_reference, actor)
              select 'UNKNOWN', id, label, operation, identity, reason, address, request_reference, 'reconciler'
              from fenced where $4)
            select id from fenced
            """.formatted(ITS_LEASE_PASSED);

    /** A certificate came to light after absence was recorded: the enrollment is looked at again. */
    static final String REOPENED = """
            with reopened as (
              update est.enrollment set state = 'UNKNOWN', version = version + 1, look_after = null,
                reason = 'signed after it was settled', updated_at = now()
              where id = $1 and state = 'NOT_ISSUED' and version > $2
              returning *)
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, address, request_reference)
            select 'UNKNOWN', id, label, operation, identity, reason, address, request_reference from reopened
            returning id
            """;

    private ReconcilingStatements() {}
}
