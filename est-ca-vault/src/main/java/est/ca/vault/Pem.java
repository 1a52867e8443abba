package est.ca.vault;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** PEM (RFC 7468), as Vault writes and reads it. */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** One object. */
    static String write(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /**
     * The one certificate of a text.
     *
     * @throws CertificateException if it is none
     */
    static X509Certificate certificate(String pem) throws CertificateException {
        List<X509Certificate> certificates = certificates(pem.getBytes(StandardCharsets.UTF_8));
        if (certificates.size() != 1) {
            throw new CertificateException(certificates.size() + " certificates where one was expected");
        }
        return certificates.get(0);
    }

    /**
     * The certificates of several texts, in order.
     *
     * @throws CertificateException if one is none
     */
    static List<X509Certificate> certificates(Collection<String> pems) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String pem : pems) {
            certificates.add(certificate(pem));
        }
        return certificates;
    }

    /**
     * The certificates of a file.
     *
     * @throws CertificateException if one is broken
     */
    static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
