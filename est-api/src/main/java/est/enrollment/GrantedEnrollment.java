package est.enrollment;

import est.identity.ClientIdentity;
import est.policy.Grant;
import est.proof.ProvenKey;
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
 * @param proven the key it holds
 * @param grant what may be certified
 * @param serial the serial its certificate shall have
 */
record GrantedEnrollment(
        EnrollmentRequest asked,
        ClientIdentity identity,
        CertificationRequest request,
        ProvenKey proven,
        Grant grant,
        BigInteger serial) {

    /** The certificate that answered the same request before. */
    Enrolled answeredBefore(byte[] certificate) {
        try {
            return new Enrolled(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)),
                    true,
                    proven.bound());
        } catch (CertificateException corrupted) {
            throw new IllegalStateException("a recorded certificate cannot be read", corrupted);
        }
    }
}
