package est.enrollment;

import est.identity.ClientIdentity;
import est.policy.Application;
import est.policy.Grant;
import est.proof.ProvenKey;
import est.protocol.CertificationRequest;
import est.record.RegistryRule;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * A request that identity, proof and policy let pass.
 *
 * @param asked the request as it came in
 * @param application what was judged
 * @param proven the key it holds
 * @param grant what may be certified
 * @param serial the serial its certificate shall have
 * @param registry what has to be known of the device
 */
record GrantedEnrollment(
        EnrollmentRequest asked,
        Application application,
        ProvenKey proven,
        Grant grant,
        BigInteger serial,
        RegistryRule registry) {

    ClientIdentity identity() {
        return application.identity();
    }

    CertificationRequest request() {
        return application.request();
    }

    /** The same, on a condition. */
    GrantedEnrollment under(RegistryRule rule) {
        return new GrantedEnrollment(asked, application, proven, grant, serial, rule);
    }

    /** The same enrollment with another content. */
    GrantedEnrollment of(Grant other) {
        return new GrantedEnrollment(asked, application, proven, other, serial, registry);
    }

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
