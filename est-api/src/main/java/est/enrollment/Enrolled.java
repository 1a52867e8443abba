package est.enrollment;

import java.security.cert.X509Certificate;

/**
 * A certificate whose record is committed: only such a one may leave (I-1).
 *
 * @param certificate the certificate
 * @param replayed whether it was issued before and is returned again (I-3)
 * @param bound whether the request was bound to its TLS session
 */
public record Enrolled(X509Certificate certificate, boolean replayed, boolean bound) {}
