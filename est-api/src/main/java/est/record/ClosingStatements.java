package est.record;

import est.record.Opening.Opened;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.cert.X509Certificate;
import java.util.UUID;

/**
 * The statements that end an enrollment. Each names the version it was opened with, so that a process that slept past its
 * lease changes nothing. Each locks the one-time secret before the enrollment, as a takeover does, so that they cannot block
 * each other for good. One row comes back if it was done, none if it was fenced. The state is asked in a form no partial index
 * fits, so that even a plan made for empty tables goes by primary keys.
 */
final class ClosingStatements {
    /** One row comes back for each enrollment that was fenced by nobody. */
    static final GroupStatement ISSUED =
            new GroupStatement("""
            id uuid, version integer, certificate uuid, issuer bytea, serial bytea, der bytea, subject text, names text,
            not_before timestamptz, not_after timestamptz
            """, """
            held as (
              select c.id from given g cross join lateral (
                select id from est.credential
                where id = (select credential from est.enrollment where id = g.id) and reserved_by = g.id and spent_at is null
                for update) c),
            fenced as (
              update est.enrollment e
              set state = 'ISSUED', version = e.version + 1, lease_until = null, updated_at = now()
              where id = any(array(select id from given)) and version = (select g.version from given g where g.id = e.id)
                and coalesce(state in ('INTENT', 'SIGNING'), false)
                and (credential is null or exists (select 1 from held where held.id = e.credential))
                and %s
              returning *),
            spent as (
              update est.credential
              set spent_at = now(), spent_by = reserved_by, reserved_by = null, reserved_until = null
              where id = any(array(select credential from fenced))),
            %s
            approved as (
              update est.pending_request set state = 'SPENT' where id = any(array(select approval from fenced))),
            certified as (
              insert into est.certificate (id, issuer, serial, der, spki_sha256, subject, names, not_before, not_after,
                enrollment, ca, label)
              select g.certificate, g.issuer, g.serial, g.der, f.spki_sha256, left(g.subject, 4096),
                (g.names::text[])[1:100], g.not_before, g.not_after, f.id, f.ca, f.label
              from given g join fenced f on f.id = g.id)
            insert into est.audit_event (event, enrollment, label, operation, identity, certificate_issuer,
              certificate_serial, address, request_reference)
            select 'GRANTED', f.id, f.label, f.operation, f.identity, g.issuer, g.serial, f.address, f.request_reference
            from given g join fenced f on f.id = g.id
            returning enrollment as id
            """.formatted(KeyRules.isKeyOf("e"), DuplicateRules.SUPERSEDE));

    static final String NOT_ISSUED = """
            with held as (
              select id from est.credential
              where id = (select credential from est.enrollment where id = $1) and reserved_by = $1
              for update),
            fenced as (
              update est.enrollment set state = $3, version = version + 1, reason = left($4, 256), updated_at = now(),
                replay_key = case when $3 = 'UNKNOWN' then replay_key end,
                lease_until = case when $3 = 'UNKNOWN' then lease_until end,
                counted = counted and $3 <> 'NOT_ISSUED'
              where id = $1 and version = $2 and coalesce(state in ('INTENT', 'SIGNING'), false)
                and (select count(*) from held) >= 0
              returning *),
            released as (
              update est.credential set reserved_by = null, reserved_until = null
              where $3 <> 'UNKNOWN' and id = (select credential from fenced) and reserved_by = $1)
            insert into est.audit_event (event, enrollment, label, operation, identity, reason, address, request_reference)
            select $5, id, label, operation, identity, reason, address, request_reference from fenced
            returning id
            """;

    private ClosingStatements() {}

    /** A certificate that is to be recorded together with others. */
    record Issued(UUID id, int version, X509Certificate certificate)
            implements GroupCommit.Member<Issued>, Comparable<Issued> {

        @Override
        public Arguments arguments() {
            return issued(id, version, certificate);
        }

        /** Whose the key is was asked of what was committed before: intents are. */
        @Override
        public boolean heeds(Issued other) {
            return false;
        }

        /** Whoever updates the same enrollment waits. */
        @Override
        public int compareTo(Issued other) {
            return id.compareTo(other.id);
        }
    }

    static Arguments issued(UUID id, int version, X509Certificate certificate) {
        return new Arguments()
                .add(id)
                .add(version)
                .add(RowId.next())
                .add(certificate.getIssuerX500Principal().getEncoded())
                .add(certificate.getSerialNumber())
                .add(CertificateText.der(certificate))
                .add(CertificateText.subject(certificate))
                .addAsText(CertificateText.names(certificate))
                .add(certificate.getNotBefore().toInstant())
                .add(certificate.getNotAfter().toInstant());
    }

    static Tuple notIssued(Opened opened, Outcome outcome, String reason) {
        return new Arguments()
                .add(opened.id())
                .add(opened.version())
                .add(outcome.state())
                .add(reason)
                .add(outcome.name())
                .tuple();
    }
}
