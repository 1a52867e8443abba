package est.enrollment;

import est.identity.ClientIdentity;
import est.policy.Grant;
import est.protocol.CertificationRequest;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * A request that identity, proof and policy let pass.
 *
 * @param asked the request as it came in
 * @param identity who asked
 * @param request the decoded request
 * @param grant what may be certified
 * @param bound whether the request was bound to its TLS session
 * @param serial the serial its certificate shall have
 */
record GrantedEnrollment(
        EnrollmentRequest asked,
        ClientIdentity identity,
        CertificationRequest request,
        Grant grant,
        boolean bound,
        BigInteger serial) {

    /** The certificate that answered the same request before. */
    Enrolled answeredBefore(byte[] certificate) {
        try {
            return new Enrolled(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)),
                    true,
                    bound);
        } catch (CertificateException corrupted) {
            throw new IllegalStateException("a recorded certificate cannot be read", corrupted);
        }
    }
}
