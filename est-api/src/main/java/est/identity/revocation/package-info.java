/**
 * Whether certificates of others, manufacturers above all, are revoked: by CRLs from files and addresses the operator names, and by
 * OCSP responders the operator names. Addresses inside certificates are never asked (T-2, T-27).
 */
@NullMarked
package est.identity.revocation;

import org.jspecify.annotations.NullMarked;
