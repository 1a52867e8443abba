package est.issuance;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A certificate that an authority shows when asked what it signed for a request.
 *
 * @param certificate the certificate
 * @param bySerial whether it has the serial that the request proposed: then it is this request's and no other's. Otherwise it
 *     has the request's key and about its time
 * @param difference what about it is not as granted (I-5)
 */
public record Found(X509Certificate certificate, boolean bySerial, Optional<String> difference) {}
