package est.record;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;

/**
 * A row of {@code est.certificate}; written by statements only. Not {@code @Immutable}: Hibernate Reactive 3.2 cannot read such
 * entities in a stateless session.
 */
@Entity
@Table(schema = "est", name = "certificate")
class CertificateEntity {
    @Id
    UUID id;

    byte[] issuer;
    byte[] serial;
    byte[] der;
    UUID enrollment;
    String ca;
    String label;
    String status;

    @Column(name = "not_after")
    Instant notAfter;

    RecordedCertificate toValue() {
        return new RecordedCertificate(
                new CertificateKey(new X500Principal(issuer), new BigInteger(serial)),
                enrollment,
                label,
                ca,
                der,
                RecordedCertificate.Status.valueOf(status),
                notAfter);
    }
}
