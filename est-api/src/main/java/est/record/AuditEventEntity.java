package est.record;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code est.audit_event} as operators' acts write it: append-only (I-9), the database sets the time. */
@Entity
@Immutable
@Table(schema = "est", name = "audit_event")
class AuditEventEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String event;

    @Nullable
    String label;

    @Nullable
    String identity;

    @Nullable
    String reason;

    @Column(name = "actor")
    String actor;
}
