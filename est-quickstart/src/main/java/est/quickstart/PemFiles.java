package est.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Certificates and EC keys as PEM (RFC 7468). Stateless, hence thread-safe. */
final class PemFiles {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String KEY_END = "-----END PRIVATE KEY-----\n";

    private PemFiles() {}

    static void writeCertificates(Path file, List<X509Certificate> certificates)
            throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(base64(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    static void writeKey(Path file, PrivateKey key) throws IOException {
        String text = KEY_BEGIN + base64(key.getEncoded()) + "\n" + KEY_END;
        OwnDirectory.writeSecret(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    static List<X509Certificate> readCertificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException("no certificate in " + file);
            }
            return certificates;
        }
    }

    static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII)
                .replace(KEY_BEGIN, "")
                .replace(KEY_END, "");
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not a PEM key: " + file, e);
        }
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static String base64(byte[] der) {
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    }
}
