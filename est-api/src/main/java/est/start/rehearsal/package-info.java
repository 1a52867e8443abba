/**
 * What the server does between its start and its first client so that the first client is served as fast as the thousandth.
 */
@NullMarked
package est.start.rehearsal;

import org.jspecify.annotations.NullMarked;
