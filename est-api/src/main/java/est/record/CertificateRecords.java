package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The certificates this server issued, found by issuer and serial. Thread-safe. */
@ApplicationScoped
public class CertificateRecords {
    private static final String REVOKE = """
            with revoked as (
              update est.certificate set status = 'REVOKED', revoked_at = now(), revocation_reason = $3
              where issuer = $1 and serial = $2 and status = 'VALID'
              returning *),
            blocked as (
              insert into est.blocked_key (spki_sha256, source)
              select spki_sha256, 'revoked for key compromise' from revoked where $3 = 'KEY_COMPROMISE'
              on conflict (spki_sha256) do nothing),
            forgotten as (
              update est.enrollment set replay_key = null, updated_at = now()
              from revoked where enrollment.id = revoked.enrollment)
            insert into est.audit_event (event, enrollment, label, reason, certificate_issuer, certificate_serial, actor)
            select 'REVOKED', enrollment, label, revocation_reason, issuer, serial, left($4, 256) from revoked
            returning id
            """;

    private final Sessions sessions;
    private final DatabaseCalls calls;

    CertificateRecords(Sessions sessions, DatabaseCalls calls) {
        this.sessions = sessions;
        this.calls = calls;
    }

    /** The certificate of that issuer and serial, as it is now (I-7). Fails with {@link RecordFailure}. */
    public Uni<Optional<RecordedCertificate>> find(X500Principal issuer, BigInteger serial) {
        return sessions.call(session -> session.createSelectionQuery(
                        "from CertificateEntity where issuer = :issuer and serial = :serial", CertificateEntity.class)
                .setParameter("issuer", issuer.getEncoded())
                .setParameter("serial", serial.toByteArray())
                .getResultList()
                .map(found -> found.stream().findFirst().map(CertificateEntity::toValue)));
    }

    /** The certificates of that serial, one for each issuer that used it; for operators. Fails with {@link RecordFailure}. */
    public Uni<List<RecordedCertificate>> findBySerial(BigInteger serial) {
        return sessions.call(session -> session.createSelectionQuery(
                        "from CertificateEntity where serial = :serial", CertificateEntity.class)
                .setParameter("serial", serial.toByteArray())
                .setMaxResults(100)
                .getResultList()
                .map(found -> found.stream().map(CertificateEntity::toValue).toList()));
    }

    /**
     * Revokes a certificate, writes the audit event, ends the replay window of its enrollment (I-3) and, if its key is
     * compromised, blocks the key (T-14), all or nothing. It is refused from the next request on; the CA is not told here.
     *
     * @param actor who does it; cut at 256 characters
     * @return false if it is not ours or already revoked. Fails with {@link RecordFailure}
     */
    public Uni<Boolean> revoke(CertificateKey key, RevocationReason reason, String actor) {
        Tuple arguments = new Arguments()
                .add(key.issuer().getEncoded())
                .add(key.serial())
                .add(reason.name())
                .add(actor)
                .tuple();
        return calls.statement(REVOKE, arguments).map(audited -> audited.size() == 1);
    }
}
