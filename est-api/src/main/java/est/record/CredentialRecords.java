package est.record;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** One-time secrets and password users. Thread-safe. */
@ApplicationScoped
public class CredentialRecords {
    private final Sessions sessions;

    CredentialRecords(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * The one-time secret with that SHA-256, spent, expired or not. Fails with {@link RecordFailure}.
     *
     * @param sha256 digest of the secret as it was printed
     */
    public Uni<Optional<Secret>> findSecret(byte[] sha256) {
        return sessions.call(session -> session.createSelectionQuery(
                        "from CredentialEntity where kind = 'SECRET' and lookup = :lookup and removedAt is null",
                        CredentialEntity.class)
                .setParameter("lookup", sha256)
                .getResultList()
                .map(found -> found.stream().findFirst().map(CredentialEntity::toSecret)));
    }

    /** The user of that name: compared exactly, after Unicode NFC (T-9). Fails with {@link RecordFailure}. */
    public Uni<Optional<User>> findUser(String name) {
        if (name.indexOf('\0') >= 0) {
            return Uni.createFrom().item(Optional.empty()); // nobody: PostgreSQL has no NUL in text
        }
        return sessions.call(session -> session.createSelectionQuery(
                        "from CredentialEntity where kind = 'PASSWORD' and userName = :name and removedAt is null",
                        CredentialEntity.class)
                .setParameter("name", canonical(name))
                .getResultList()
                .map(found -> found.stream().findFirst().map(CredentialEntity::toUser)));
    }

    /**
     * Records a new one-time secret and its audit event.
     *
     * @param actor who does it
     * @return its id; fails with {@link RecordFailure}
     */
    public Uni<UUID> createSecret(NewSecret given, String actor) {
        CredentialEntity secret = credential("SECRET", given.commonName(), given.label());
        secret.lookup = given.sha256().clone();
        secret.profile = given.profile().orElse(null);
        secret.expiresAt = given.expiresAt();
        return create(secret, "one-time secret " + secret.id, actor);
    }

    /**
     * Records a new user and the audit event.
     *
     * @param name the user name, 1 to 256 characters
     * @param passwordHash PHC string of the slow hash
     * @param commonName the only common name the user may enroll, if it shall be fixed
     * @param label the only label the user may use
     * @param actor who does it
     * @return its id; fails with {@link RecordFailure}: {@code NAME_TAKEN} if the user exists
     */
    public Uni<UUID> createUser(
            String name, String passwordHash, Optional<String> commonName, Optional<String> label, String actor) {
        CredentialEntity user = credential("PASSWORD", commonName, label);
        user.userName = canonical(name);
        user.passwordHash = passwordHash;
        return create(user, "user " + user.id, actor);
    }

    private Uni<UUID> create(CredentialEntity credential, String what, String actor) {
        AuditEventEntity event = new AuditEventEntity();
        event.event = "CREDENTIAL_CREATED";
        event.label = credential.label;
        event.identity = credential.userName;
        event.reason = what;
        event.actor = actor;
        return sessions.transact(session -> insert(session, credential, event)).replaceWith(credential.id);
    }

    private static Uni<Void> insert(
            Mutiny.StatelessSession session, CredentialEntity credential, AuditEventEntity event) {
        return session.insert(credential).chain(() -> session.insert(event));
    }

    private static CredentialEntity credential(String kind, Optional<String> commonName, Optional<String> label) {
        CredentialEntity credential = new CredentialEntity();
        credential.id = UUID.randomUUID();
        credential.kind = kind;
        credential.commonName = commonName.orElse(null);
        credential.label = label.orElse(null);
        return credential;
    }

    private static String canonical(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}
