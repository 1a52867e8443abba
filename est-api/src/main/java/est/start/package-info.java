/**
 * How the server comes up and goes: one main class for the server and the operator's commands, labels from settings,
 * migrations, and where time, randomness and signatures come from.
 */
@NullMarked
package est.start;

import org.jspecify.annotations.NullMarked;
