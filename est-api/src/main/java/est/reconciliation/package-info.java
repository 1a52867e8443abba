/**
 * What becomes of enrollments whose outcome is not known: the reconciler asks their CA what it signed, and records it. It
 * decides nothing while a lease holds, signs nothing, and revokes only what can no longer be delivered.
 */
@NullMarked
package est.reconciliation;

import org.jspecify.annotations.NullMarked;
