/**
 * The only user of {@code est.ca}: the CA of a label, its deadline and bulkhead, and the check of its answer against the grant.
 */
@NullMarked
package est.issuance;

import org.jspecify.annotations.NullMarked;
