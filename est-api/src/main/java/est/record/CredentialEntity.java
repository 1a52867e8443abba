package est.record;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** A row of {@code est.credential}, as far as it is read and created; reservation and spending are statements of their own. */
@Entity
@Table(schema = "est", name = "credential")
class CredentialEntity {
    @Id
    UUID id;

    @Column(updatable = false)
    String kind;

    @Column(updatable = false)
    byte @Nullable [] lookup;

    @Column(name = "user_name")
    @Nullable
    String userName;

    @Column(name = "password_hash")
    @Nullable
    String passwordHash;

    @Column(name = "common_name")
    @Nullable
    String commonName;

    @Nullable
    String label;

    @Nullable
    String profile;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "spent_at", insertable = false, updatable = false)
    @Nullable
    Instant spentAt;

    boolean disabled;

    @Column(name = "removed_at", insertable = false, updatable = false)
    @Nullable
    Instant removedAt;

    /** The database's time, by which a secret expires on every replica alike. */
    @Formula("now()")
    @Nullable
    Instant readAt;

    Secret toSecret() {
        return new Secret(
                id,
                Optional.ofNullable(commonName),
                Optional.ofNullable(label),
                Optional.ofNullable(profile),
                Optional.ofNullable(expiresAt).orElseThrow(),
                Optional.ofNullable(spentAt),
                Optional.ofNullable(readAt).orElseThrow(),
                disabled);
    }

    User toUser() {
        return new User(
                id,
                Optional.ofNullable(userName).orElseThrow(),
                Optional.ofNullable(passwordHash).orElseThrow(),
                Optional.ofNullable(commonName),
                Optional.ofNullable(label),
                disabled);
    }
}
