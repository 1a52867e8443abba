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
import java.util.Optional;

/**
 * A request that identity, proof and policy let pass.
 *
 * @param asked the request as it came in
 * @param application what was judged
 * @param proven the key it holds
 * @param judged what the policy granted, which makes a repeat a repeat (I-3)
 * @param grant what will be certified: the same, unless an authorizer decided on other names
 * @param serial the serial its certificate shall have
 * @param registry what has to be known of the device
 * @param undecided the words, possibly none, of an authorizer that has not decided
 */
record GrantedEnrollment(
        EnrollmentRequest asked,
        Application application,
        ProvenKey proven,
        Grant judged,
        Grant grant,
        BigInteger serial,
        RegistryRule registry,
        Optional<String> undecided) {

    /** The same, on a condition. */
    GrantedEnrollment under(RegistryRule rule) {
        return new GrantedEnrollment(asked, application, proven, judged, grant, serial, rule, undecided);
    }

    /** The same enrollment, judged with what the registry knows. */
    GrantedEnrollment judgedAs(Application informed, Grant other) {
        return new GrantedEnrollment(asked, informed, proven, other, other, serial, registry, undecided);
    }

    /** The same, under another serial number (F-13). */
    GrantedEnrollment withSerial(BigInteger other) {
        return new GrantedEnrollment(asked, application, proven, judged, grant, other, registry, undecided);
    }

    /** Who asked. */
    ClientIdentity identity() {
        return application.identity();
    }

    /** The decoded request. */
    CertificationRequest request() {
        return application.request();
    }

    /** The same request, with what was decided in place of what was granted. */
    GrantedEnrollment decided(Grant decided) {
        return new GrantedEnrollment(asked, application, proven, judged, decided, serial, registry, undecided);
    }

    /** The same, with nobody's decision yet. */
    GrantedEnrollment left(String words) {
        return new GrantedEnrollment(asked, application, proven, judged, grant, serial, registry, Optional.of(words));
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
