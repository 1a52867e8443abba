/** Whether this process lives and whether it can work: liveness hangs on nothing outside it, readiness on the database. */
@NullMarked
package est.health;

import org.jspecify.annotations.NullMarked;
