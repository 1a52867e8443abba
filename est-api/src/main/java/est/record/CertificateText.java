package est.record;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** What operators search certificates by. Never compared to decide anything. */
final class CertificateText {
    private CertificateText() {}

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate has no encoding", e);
        }
    }

    static String subject(X509Certificate certificate) {
        return storable(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
    }

    /** The subject alternative names that have a text form. */
    static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .map(name -> name.get(1))
                            .filter(String.class::isInstance)
                            .map(name -> storable((String) name))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** PostgreSQL has no NUL in text. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
