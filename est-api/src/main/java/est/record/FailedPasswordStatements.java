package est.record;

/**
 * The statements that count failed passwords. Rows of an account are locked in one order, network first, so that no two
 * statements wait for each other; the sweep skips what is locked. All times are the database's (I-14, F-37).
 */
final class FailedPasswordStatements {

    private static final String KEYED = "sha256((select key from est.throttle_key) || %s)";

    /** Seconds that {@code f.failures} failures cost, on the curve of {@code t}. */
    private static final String COST = "coalesce(t.steps[least(f.failures - t.free + 1, cardinality(t.steps))], 0)";

    /**
     * Reads what is known of an account, and where that costs time takes the one attempt that is free by counting it as failed in
     * advance: of many at once, one is looked at. Arguments: two digests, two curves (first failure that costs, seconds),
     * memory in seconds.
     */
    static final String ADMIT = """
            with known as materialized (
              select t.scope, f.account, f.failures, %2$s > 0 as costly,
                ceil(extract(epoch from f.last_at - now())) + %2$s as wait
              from (values (1, $1::bytea, $3::integer, $4::integer[]), (2, $2::bytea, $5::integer, $6::integer[]))
                t (scope, digest, free, steps)
              join est.failed_password f on f.account = %1$s
              where f.last_at > now() - $7::bigint * interval '1 second'
              order by t.scope for update of f),
            charged as (
              update est.failed_password f set failures = least(f.failures + 1, 1000000), last_at = now()
              from known k
              where f.account = k.account and k.costly and not exists (select from known where costly and wait > 0)
              returning k.scope)
            select k.scope, (case when k.costly then greatest(k.wait, 0) else 0 end)::integer as wait,
              exists (select from charged c where c.scope = k.scope) as charged
            from known k
            """.formatted(KEYED.formatted("t.digest"), COST);

    /** Counts a failure, but where it was counted in advance. Arguments: two digests, whether each counts, memory in seconds. */
    static final String FAILED = """
            insert into est.failed_password as f (account, failures, last_at)
            select %1$s, 1, now()
            from (values (1, $1::bytea, $3::boolean), (2, $2::bytea, $4::boolean)) t (scope, digest, counts)
            where t.counts order by t.scope
            on conflict (account) do update set last_at = now(),
              failures = case when f.last_at > now() - $5::bigint * interval '1 second'
                then least(f.failures + 1, 1000000) else 1 end
            """.formatted(KEYED.formatted("t.digest"));

    /**
     * Forgets the failures of a network, here and in the count of the account: NIST SP 800-63B §5.2.2 has a success disregard the
     * failures from the same address. Arguments: two digests, and how many charges more the
     * account got for this attempt than the network.
     */
    static final String SUCCEEDED = """
            with forgiven as (delete from est.failed_password where account = %1$s returning failures)
            update est.failed_password
            set failures = greatest(0, failures - coalesce((select failures from forgiven), 0) - $3::integer)
            where account = %2$s and (exists (select from forgiven) or $3::integer > 0)
            """.formatted(KEYED.formatted("$1::bytea"), KEYED.formatted("$2::bytea"));

    /**
     * Removes what is forgotten, and what is too much, fewest failures first: whoever sprays names does not wash away the count of
     * the account that is guessed at. Arguments: memory in seconds, the most rows.
     */
    static final String SWEEP = """
            delete from est.failed_password where account in (
              select account from est.failed_password
              where last_at <= now() - $1::bigint * interval '1 second'
                or account in (select account from est.failed_password order by failures desc, last_at desc offset $2::integer)
              for update skip locked)
            """;

    private FailedPasswordStatements() {}
}
