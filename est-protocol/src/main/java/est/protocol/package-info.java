/**
 * The bytes of EST to values and back: transfer bodies (RFC 8951 §3), PKCS#10 requests (RFC 2986), certs-only CMS (RFC 5652).
 * Shared by server and client. It turns bytes into values or fails with {@link est.protocol.MalformedMessageException}; it
 * never decides whether a well-formed request is allowed.
 */
@NullMarked
package est.protocol;

import org.jspecify.annotations.NullMarked;
