package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Operators of the console and the digests of their tokens. Thread-safe; every method fails with {@link RecordFailure}. */
@ApplicationScoped
public class OperatorRecords {
    private static final String ADD = """
            with added as (
              insert into est.operator (id, name, role, token_sha256, expires_at) values ($1, $2, $3, $4, $5)
              returning *)
            insert into est.audit_event (event, reason, actor)
            select 'OPERATOR_ADDED', name || ', ' || role, left($6, 256) from added
            """;

    private static final String REMOVE = """
            with removed as (
              update est.operator set removed_at = now() where name = $1 and removed_at is null
              returning *)
            insert into est.audit_event (event, reason, actor)
            select 'OPERATOR_REMOVED', name, left($2, 256) from removed
            returning id
            """;

    /** By the digest, which says nothing about the token: how long the look takes helps nobody to guess 256 bits. */
    private static final String FIND = "select name, role, expires_at from est.operator"
            + " where token_sha256 = $1 and removed_at is null and expires_at > now()";

    private static final String LIST =
            "select name, role, expires_at from est.operator where removed_at is null order by name";

    private final DatabaseCalls calls;

    OperatorRecords(DatabaseCalls calls) {
        this.calls = calls;
    }

    /**
     * Adds an operator, with the audit event.
     *
     * @param name lower-case letters, digits, {@code . _ -}
     * @param tokenSha256 digest of the token
     * @param actor who does it
     * @return fails with {@code NAME_TAKEN} if there is one of that name
     */
    public Uni<Void> add(String name, Operator.Role role, byte[] tokenSha256, Instant expiresAt, String actor) {
        Tuple arguments = new Arguments()
                .add(UUID.randomUUID())
                .add(name)
                .add(role.name())
                .add(tokenSha256)
                .add(expiresAt)
                .add(actor)
                .tuple();
        return calls.statement(ADD, arguments).replaceWithVoid();
    }

    /** Takes an operator's rights from the next request on, with the audit event; false if there is none of that name. */
    public Uni<Boolean> remove(String name, String actor) {
        return calls.statement(REMOVE, new Arguments().add(name).add(actor).tuple())
                .map(rows -> rows.size() == 1);
    }

    /** Whose token has that digest, if it counts. */
    public Uni<Optional<Operator>> find(byte[] tokenSha256) {
        return calls.statement(FIND, new Arguments().add(tokenSha256).tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(OperatorRecords::operator));
    }

    /** All operators, those whose token has expired included. */
    public Uni<List<Operator>> all() {
        return calls.statement(LIST, Tuple.tuple()).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(OperatorRecords::operator)
                .toList());
    }

    private static Operator operator(Row row) {
        return new Operator(
                row.getString("name"),
                Operator.Role.valueOf(row.getString("role")),
                row.get(OffsetDateTime.class, "expires_at").toInstant());
    }
}
