package est.record;

import java.time.Duration;

/**
 * How many enrollments one identity may open under a label (T-23). What did not come about because its CA was away does not count.
 * Enrollments opened at the same instant do not see each other: so many more may pass.
 *
 * @param enrollments at most so many, at least 1
 * @param window within so long, whole seconds
 */
public record IdentityLimit(int enrollments, Duration window) {

    /** The enrollment that has to leave the window first. Arguments: label, identity, how many, seconds. */
    private static final String LATEST = """
            est.enrollment q
              where q.counted and q.label = %1$s and hashtextextended(q.identity, 0) = hashtextextended(%2$s, 0)
                and q.identity = %2$s and q.created_at > now() - %4$s * interval '1 second'
              order by q.created_at desc offset %3$s - 1 limit 1""";

    /** One more may be opened, or there is no limit. */
    static final String KEPT = "(%3$s is null or not exists (select from " + LATEST + "))";

    /** Seconds until one more may be opened; null if one may now. */
    static final String WAIT =
            "(select greatest(1, ceil(extract(epoch from q.created_at - now()) + %4$s))::integer from " + LATEST + ")";

    /** Refuses what would let nothing pass, or everything. */
    public IdentityLimit {
        if (enrollments < 1 || window.toSeconds() < 1) {
            throw new IllegalArgumentException("no limit");
        }
    }
}
