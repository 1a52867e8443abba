/**
 * Who asks: a {@link est.identity.ClientIdentity} from the TLS client certificate, a password or a one-time secret, or an
 * {@link est.identity.AuthenticationFailure}. Where a label accepts certificates, one that was presented and is not accepted is
 * never treated as absent.
 */
@NullMarked
package est.identity;

import org.jspecify.annotations.NullMarked;
