/**
 * The REST API of operators, on a port of its own: Quarkus HTTP serves it and nothing else. Who may what is asked in each
 * operation, never by its path.
 */
@NullMarked
package est.console;

import org.jspecify.annotations.NullMarked;
