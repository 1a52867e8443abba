package est.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads a PEM file of trust anchors; an anchor must be a CA certificate (T-2). */
final class TrustAnchorFile {

    private TrustAnchorFile() {}

    /**
     * All certificates of the file.
     *
     * @throws IllegalArgumentException naming the property, if the file is unreadable, empty or holds an end entity
     */
    static List<X509Certificate> read(String property, Path file) {
        List<X509Certificate> anchors = certificates(property, file);
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException(property + ": " + file + " holds no certificate");
        }
        if (anchors.stream().anyMatch(anchor -> anchor.getBasicConstraints() < 0)) {
            throw new IllegalArgumentException(
                    property + ": " + file + " holds a certificate that is no CA certificate");
        }
        return anchors;
    }

    private static List<X509Certificate> certificates(String property, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(property + ": " + file + " cannot be read", unreadable);
        }
    }
}
