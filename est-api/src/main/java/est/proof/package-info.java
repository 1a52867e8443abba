/**
 * Proof of possession (RFC 7030 §3.4) and its tie to the TLS session (§3.5). Pure: values in, verdict out.
 */
@NullMarked
package est.proof;

import org.jspecify.annotations.NullMarked;
