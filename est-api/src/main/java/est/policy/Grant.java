package est.policy;

import est.pki.CertificateContent;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What the policy allows to be certified. Exists only if a judgement said so.
 *
 * @param content the certificate's content beside the key
 * @param renews the certificate that is renewed, at re-enrollment
 */
public record Grant(CertificateContent content, Optional<X509Certificate> renews) {}
