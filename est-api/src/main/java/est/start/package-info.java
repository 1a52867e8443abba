/**
 * How the server comes up: one main class for the server and the operator's commands, migrations, the sources of time and
 * randomness.
 */
@NullMarked
package est.start;

import org.jspecify.annotations.NullMarked;
