package est.proof;

import java.security.PublicKey;

/**
 * A key whose possession the client has proven.
 *
 * @param key the key, with its encoding as it was proven, of no provider
 * @param bound whether the proof was tied to the TLS session it came over (RFC 7030 §3.5)
 */
public record ProvenKey(PublicKey key, boolean bound) {}
