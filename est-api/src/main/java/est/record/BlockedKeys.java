package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** The keys that nobody may have certified any more (T-14), named by the SHA-256 of their SubjectPublicKeyInfo. Thread-safe. */
@ApplicationScoped
public class BlockedKeys {
    // in the order of the digests: two that block overlapping lists at once wait for each other instead of deadlocking
    private static final String BLOCK = """
            with added as (
              insert into est.blocked_key (spki_sha256, source)
              select distinct digest, left($2, 256) from unnest($1::bytea[]) as digest order by digest
              on conflict (spki_sha256) do nothing
              returning spki_sha256),
            audited as (
              insert into est.audit_event (event, reason, actor)
              select 'KEYS_BLOCKED', left(count(*) || ' from ' || $2, 256), left($3, 256) from added
              having count(*) > 0)
            select count(*)::integer as added from added
            """;

    private final DatabaseCalls calls;

    BlockedKeys(DatabaseCalls calls) {
        this.calls = calls;
    }

    /**
     * Blocks keys and writes the audit event, all or nothing. Those that are blocked already stay as they are.
     *
     * @param spkiSha256 digests of 32 octets each; some thousands at once at most
     * @param source where they come from, for operators; cut at 256 characters
     * @param actor who does it; cut at 256 characters
     * @return how many were not blocked before. Fails with {@link RecordFailure}
     */
    public Uni<Integer> block(Collection<byte[]> spkiSha256, String source, String actor) {
        Tuple arguments = new Arguments()
                .add((Object) spkiSha256.stream().map(Buffer::buffer).toArray(Buffer[]::new))
                .add(source)
                .add(actor)
                .tuple();
        return calls.statement(BLOCK, arguments)
                .map(rows -> rows.iterator().next().getInteger("added"));
    }
}
