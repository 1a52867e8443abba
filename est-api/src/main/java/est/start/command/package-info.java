/**
 * The operator's commands: one-time secrets, users, revocation. Each writes the database directly, beside a running server or
 * without; standard output carries the answer alone, errors are one line. Exit codes: 0 done, 1 not done, 2 wrong usage.
 */
@NullMarked
package est.start.command;

import org.jspecify.annotations.NullMarked;
