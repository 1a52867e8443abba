package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What operators see and change of users and one-time secrets. A change counts from the next request on and is in the audit.
 * Thread-safe; every method fails with {@link RecordFailure}.
 */
@ApplicationScoped
public class CredentialChanges {

    /** In the order in which they were made, behind a given one if one is. */
    private static final String LIST = """
            select id, kind, user_name, common_name, label, profile, created_at, expires_at, spent_at, disabled
            from est.credential
            where kind = $1 and removed_at is null
              and ($2::uuid is null or (created_at, id) > (select c.created_at, c.id from est.credential c where c.id = $2))
            order by created_at, id limit $3
            """;

    /** The one of that name, with the audit event. Arguments are what is changed, and the event. */
    private static final String CHANGE = """
            with changed as (
              update est.credential set %s
              where kind = $1 and coalesce(user_name, id::text) = $2 and removed_at is null
              returning *)
            insert into est.audit_event (event, label, identity, reason, actor)
            select '%s', label, user_name, case kind when 'SECRET' then 'one-time secret ' else 'user ' end || id, left($3, 256)
            from changed
            returning id
            """;

    private static final String DISABLE = CHANGE.formatted("disabled = true", "CREDENTIAL_DISABLED");
    private static final String ENABLE = CHANGE.formatted("disabled = false", "CREDENTIAL_ENABLED");
    private static final String REMOVE = CHANGE.formatted("disabled = true, removed_at = now()", "CREDENTIAL_REMOVED");

    private final DatabaseCalls calls;

    CredentialChanges(DatabaseCalls calls) {
        this.calls = calls;
    }

    /**
     * Those of a kind, in the order in which they were made.
     *
     * @param after those behind this one only
     */
    public Uni<List<Credential>> list(Credential.Kind kind, Optional<UUID> after, int atMost) {
        Tuple arguments =
                new Arguments().add(kind.name()).addOrNull(after).add(atMost).tuple();
        return calls.statement(LIST, arguments).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(CredentialChanges::credential)
                .toList());
    }

    /** Refuses whoever comes with it, also the repeat of an enrollment; false if there is none of that name. */
    public Uni<Boolean> disable(Credential.Kind kind, String name, String actor) {
        return change(DISABLE, kind, name, actor);
    }

    /** Takes the disabling back; false if there is none of that name. */
    public Uni<Boolean> enable(Credential.Kind kind, String name, String actor) {
        return change(ENABLE, kind, name, actor);
    }

    /** Forgets it: it counts for nothing and its name is free. False if there is none of that name. */
    public Uni<Boolean> remove(Credential.Kind kind, String name, String actor) {
        return change(REMOVE, kind, name, actor);
    }

    private Uni<Boolean> change(String statement, Credential.Kind kind, String name, String actor) {
        Tuple arguments = new Arguments()
                .add(kind.name())
                .add(Normalizer.normalize(name, Normalizer.Form.NFC))
                .add(actor)
                .tuple();
        return calls.statement(statement, arguments).map(rows -> rows.size() == 1);
    }

    private static Credential credential(Row row) {
        return new Credential(
                row.getUUID("id"),
                Credential.Kind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("user_name")),
                Optional.ofNullable(row.getString("common_name")),
                Optional.ofNullable(row.getString("label")),
                Optional.ofNullable(row.getString("profile")),
                row.get(OffsetDateTime.class, "created_at").toInstant(),
                time(row.get(OffsetDateTime.class, "expires_at")),
                time(row.get(OffsetDateTime.class, "spent_at")),
                row.getBoolean("disabled"));
    }

    private static Optional<Instant> time(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
