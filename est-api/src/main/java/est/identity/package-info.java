/**
 * Who asks: an identity proven by a TLS client certificate, a password or a one-time secret, judged anew for every request
 * (I-7). One authorization function, deny by default.
 */
@NullMarked
package est.identity;

import org.jspecify.annotations.NullMarked;
