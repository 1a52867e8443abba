package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.nio.ByteBuffer;

/**
 * Which certificates a device may have at once, as conditions and parts of statements. Enrollments for one device are opened one
 * after the other, under a lock that ends with the opening transaction; nobody who holds a row waits for it.
 */
final class DuplicateRules {

    /** Argument is the device. */
    static final String CERTIFIED = """
            exists (select from est.enrollment d
              where d.device = %s and (select dc.status = 'VALID' and dc.not_after > now() from est.certificate dc
                where dc.enrollment = d.id) offset 0)""";

    /** Seconds until the last lease of an enrollment for the device has passed; null if none holds. Argument is the device. */
    static final String BUSY = """
            (select ceil(extract(epoch from max(d.lease_until) - now()))::integer from est.enrollment d
              where d.device = %s and d.state in ('INTENT', 'SIGNING', 'UNKNOWN') and d.lease_until > now())""";

    /** Part of the statement that makes an enrollment ISSUED, after {@code fenced}: it has the audit say what it revokes. */
    static final String SUPERSEDE = """
            superseded as (
              update est.certificate set status = 'REVOKED', revoked_at = now(), revocation_reason = 'SUPERSEDED'
              where enrollment = any(array(
                  select e.id from fenced f cross join lateral (
                    select id from est.enrollment where device = f.device and id <> f.id offset 0) e
                  where f.replaces))
                and status = 'VALID' and not_after > now()
              returning enrollment, label, issuer, serial),
            forgotten as (
              update est.enrollment set replay_key = null, updated_at = now()
              where id = any(array(select enrollment from superseded))),
            told as (
              insert into est.audit_event (event, enrollment, label, reason, certificate_issuer, certificate_serial, actor)
              select 'REVOKED', enrollment, label, 'SUPERSEDED', issuer, serial, 'duplicates=replace' from superseded),
            """;

    private static final String LOCK =
            "select 1 as mine from pg_advisory_xact_lock(hashtext('est.device'), $1::integer)";

    /** Nobody makes any of them ISSUED any more: not whoever slept past its lease, and not the reconciler. */
    private static final String FENCE = """
            with fenced as (
              update est.enrollment set replay_key = null, version = version + 1, updated_at = now(), lease_until = null,
                reason = case when state = 'UNKNOWN' then reason else 'lease passed' end, state = 'UNKNOWN'
              where device = $1 and state in ('INTENT', 'SIGNING', 'UNKNOWN') and replay_key is not null
                and (lease_until is null or lease_until <= now())
              returning *)
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, address, request_reference)
            select 'UNKNOWN', id, label, operation, identity, reason, address, request_reference from fenced
            where reason = 'lease passed'
            """;

    private DuplicateRules() {}

    /** Lets no other enrollment for the device be opened until this transaction ends. */
    static Uni<Void> lock(SqlConnection connection, RepeatRule rule) {
        int device = ByteBuffer.wrap(rule.device()).getInt();
        return connection
                .preparedQuery(LOCK)
                .execute(new Arguments().add(device).tuple())
                .replaceWithVoid();
    }

    /** Fences the enrollments for the device that were abandoned. */
    static Uni<Void> fence(SqlConnection connection, RepeatRule rule) {
        return connection
                .preparedQuery(FENCE)
                .execute(new Arguments().add(rule.device()).tuple())
                .replaceWithVoid();
    }
}
