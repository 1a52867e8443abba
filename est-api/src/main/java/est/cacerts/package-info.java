/**
 * {@code /cacerts}: the certificates a client needs to validate what is issued, RFC 7030 §4.1.
 */
@NullMarked
package est.cacerts;

import org.jspecify.annotations.NullMarked;
