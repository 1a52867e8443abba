/**
 * Health as Kubernetes asks for it: liveness depends on nothing outside the process, readiness on the database, on the
 * certificates of at least one CA (I-15), and on the door being open.
 */
@NullMarked
package est.health;

import org.jspecify.annotations.NullMarked;
