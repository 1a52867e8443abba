/**
 * Slows down whoever presents wrong passwords, by account in the database and by network in memory, and says how often that
 * happened. Nothing here is asked about a client certificate (T-9).
 */
@NullMarked
package est.identity.throttle;

import org.jspecify.annotations.NullMarked;
