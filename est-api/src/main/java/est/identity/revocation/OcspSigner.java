package est.identity.revocation;

import java.security.Provider;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * Who may sign an OCSP response about the certificates of a CA: the CA itself, or whom it gave a certificate for exactly that (RFC
 * 6960 §4.2.2.2). Thread-safe.
 */
final class OcspSigner {

    /** A response needs one. */
    private static final int MOST_CERTIFICATES = 5;

    private final Provider signatures;

    OcspSigner(Provider signatures) {
        this.signatures = signatures;
    }

    void requireSigned(BasicOCSPResp response, X509CertificateHolder issuer, Instant now) throws UnusableAnswer {
        boolean strong = !WeakSignatures.contain(response.getSignatureAlgOID().getId());
        if (!strong || (!isSigned(response, issuer) && !isSignedByDelegate(response, issuer, now))) {
            throw new UnusableAnswer("the answer is not signed by the CA or by a responder that it names");
        }
    }

    private boolean isSignedByDelegate(BasicOCSPResp response, X509CertificateHolder issuer, Instant now) {
        return Arrays.stream(response.getCerts())
                .limit(MOST_CERTIFICATES)
                .filter(delegate -> mayRespond(delegate, issuer, now))
                .anyMatch(delegate -> isSigned(response, delegate));
    }

    private boolean mayRespond(X509CertificateHolder delegate, X509CertificateHolder issuer, Instant now) {
        ExtendedKeyUsage purposes = ExtendedKeyUsage.fromExtensions(delegate.getExtensions());
        BasicConstraints constraints = BasicConstraints.fromExtensions(delegate.getExtensions());
        return purposes != null
                && purposes.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                && (constraints == null || !constraints.isCA())
                && delegate.isValidOn(Date.from(now))
                && delegate.getIssuer().equals(issuer.getSubject())
                && !WeakSignatures.contain(
                        delegate.getSignatureAlgorithm().getAlgorithm().getId())
                && isIssued(delegate, issuer);
    }

    private boolean isIssued(X509CertificateHolder delegate, X509CertificateHolder issuer) {
        try {
            return delegate.isSignatureValid(verifier(issuer));
        } catch (CertException | OperatorCreationException | java.security.cert.CertificateException unverifiable) {
            return false;
        }
    }

    private boolean isSigned(BasicOCSPResp response, X509CertificateHolder signer) {
        try {
            return response.isSignatureValid(verifier(signer));
        } catch (OCSPException | OperatorCreationException | java.security.cert.CertificateException unverifiable) {
            return false;
        }
    }

    private ContentVerifierProvider verifier(X509CertificateHolder signer)
            throws OperatorCreationException, java.security.cert.CertificateException {
        return new JcaContentVerifierProviderBuilder().setProvider(signatures).build(signer);
    }
}
