package est.record;

import est.record.Opening.Opened;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.cert.X509Certificate;
import java.util.UUID;

/**
 * The statements that end an enrollment. Each names the version it was opened with, so that a process that slept past its
 * lease changes nothing. Each locks the one-time secret before the enrollment, as a takeover does, so that they cannot block
 * each other for good. One row comes back if it was done, none if it was fenced. Rows are named by keys from scalar subqueries and
 * the state is asked in a form no partial index fits, so that even a plan made for empty tables goes by primary keys.
 */
final class ClosingStatements {
    static final String ISSUED = """
            with held as (
              select id from est.credential
              where id = (select credential from est.enrollment where id = $1) and reserved_by = $1 and spent_at is null
              for update),
            fenced as (
              update est.enrollment set state = 'ISSUED', version = version + 1, lease_until = null, updated_at = now()
              where id = $1 and version = $2 and coalesce(state in ('INTENT', 'SIGNING'), false)
                and (credential is null or exists (select 1 from held))
                and %s
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
              select $3, $4, $5, $6, spki_sha256, left($7, 4096), ($8::text[])[1:100], $9, $10, id, ca, label
              from fenced)
            insert into est.audit_event (event, enrollment, label, operation, identity, certificate_issuer,
              certificate_serial, address, request_reference)
            select 'GRANTED', id, label, operation, identity, $4, $5, address, request_reference from fenced
            returning id
            """.formatted(KeyRules.isKeyOf("enrollment"), DuplicateRules.SUPERSEDE);

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

    static Tuple issued(UUID id, int version, X509Certificate certificate) {
        return new Arguments()
                .add(id)
                .add(version)
                .add(RowId.next())
                .add(certificate.getIssuerX500Principal().getEncoded())
                .add(certificate.getSerialNumber())
                .add(CertificateText.der(certificate))
                .add(CertificateText.subject(certificate))
                .add(CertificateText.names(certificate))
                .add(certificate.getNotBefore().toInstant())
                .add(certificate.getNotAfter().toInstant())
                .tuple();
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
