package est.policy;

import est.identity.ClientIdentity;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names of a certificate as parsed values, with the string types it was issued with. */
final class CertifiedNames {

    private CertifiedNames() {}

    /** The names of the certificate that this client showed. */
    static ClaimedNames of(ClientIdentity identity) {
        return of(identity.certificate().orElseThrow());
    }

    static ClaimedNames of(X509Certificate certificate) {
        try {
            Certificate parsed = Certificate.getInstance(certificate.getEncoded());
            X500Name subject = parsed.getSubject();
            return new ClaimedNames(
                    subject, alternativeNames(parsed.getTBSCertificate().getExtensions()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<GeneralName> alternativeNames(Extensions extensions) {
        GeneralNames names =
                extensions == null ? null : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        return names == null ? List.of() : List.of(names.getNames());
    }
}
