/**
 * Health as Kubernetes asks for it: liveness depends on nothing outside the process, readiness on the database and on the
 * certificates of at least one CA (I-15).
 */
@NullMarked
package est.health;

import org.jspecify.annotations.NullMarked;
