/**
 * The order of the steps of an enrollment and nothing else; {@code docs/enrollment-cycle.md} says the same in prose.
 */
@NullMarked
package est.enrollment;

import org.jspecify.annotations.NullMarked;
