package est.record;

import java.time.Instant;

/**
 * Who may use the console.
 *
 * @param name how the audit calls them
 * @param role what they may do
 * @param expiresAt after which their token counts no more
 */
public record Operator(String name, Role role, Instant expiresAt) {

    /** What an operator may do; each may what those before may. */
    public enum Role {
        /** Look. */
        VIEWER,
        /** Approve and reject. */
        APPROVER;

        /** Whether this role may what {@code needed} may. */
        public boolean covers(Role needed) {
            return compareTo(needed) >= 0;
        }
    }
}
