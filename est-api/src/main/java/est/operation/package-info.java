/**
 * The closed list of EST operations and their dispatch, and the only mapper from failures to HTTP status codes.
 */
@NullMarked
package est.operation;

import org.jspecify.annotations.NullMarked;
