/**
 * Breaks, from outside, what running servers stand on, and holds what their clients received against what they recorded: the
 * faults of the threat model, run short by the tests and whole by {@code ./faults}.
 */
@NullMarked
package est.faults;

import org.jspecify.annotations.NullMarked;
