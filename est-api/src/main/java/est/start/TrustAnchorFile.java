package est.start;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Reads a PEM file of trust anchors; an anchor must be a CA certificate (T-2). */
final class TrustAnchorFile {

    private static final Logger LOG = Logger.getLogger(TrustAnchorFile.class);
    private static final int KEY_CERT_SIGN = 5;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final Pattern LINE_ENDS = Pattern.compile("\\R");

    private final String property;
    private final Path file;

    private TrustAnchorFile(String property, Path file) {
        this.property = property;
        this.file = file;
    }

    /**
     * The certificates of the file that are valid at this time; others are left out aloud.
     *
     * @throws IllegalArgumentException naming the property, if the file is unreadable or cut off, holds an end entity or the
     *     same certificate twice, or no valid certificate at all (T-3)
     */
    static List<X509Certificate> read(String property, Path file, Instant now) {
        return new TrustAnchorFile(property, file).anchors(now);
    }

    private List<X509Certificate> anchors(Instant now) {
        List<X509Certificate> all = certificates();
        if (all.isEmpty()) {
            throw wrong("holds no certificate");
        }
        Set<X509Certificate> distinct = new HashSet<>();
        for (X509Certificate certificate : all) {
            if (!isAuthority(certificate)) {
                throw wrong("holds a certificate that is no CA certificate: " + name(certificate));
            }
            if (!distinct.add(certificate)) {
                throw wrong("holds a certificate twice: " + name(certificate));
            }
        }
        List<X509Certificate> valid =
                all.stream().filter(certificate -> isValid(certificate, now)).toList();
        if (valid.isEmpty()) {
            throw wrong("holds no certificate that is valid now");
        }
        return valid;
    }

    private boolean isValid(X509Certificate certificate, Instant now) {
        boolean valid = !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
        if (!valid) {
            LOG.warnf(
                    "%s: %s leaves out %s, valid from %s to %s only",
                    property,
                    file,
                    name(certificate),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
        return valid;
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().toString();
    }

    private List<X509Certificate> certificates() {
        try {
            byte[] octets = Files.readAllBytes(file);
            requireWhole(new String(octets, StandardCharsets.ISO_8859_1));
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(octets))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(property + ": " + file + " cannot be read", unreadable);
        }
    }

    /** The platform takes what comes before a cut for the whole file. */
    private void requireWhole(String text) {
        long odd = lines(text)
                .filter(line -> line.startsWith("--"))
                .filter(line -> !line.equals(BEGIN) && !line.equals(END))
                .count();
        long begun = lines(text).filter(BEGIN::equals).count();
        long ended = lines(text).filter(END::equals).count();
        if (odd > 0 || begun != ended) {
            throw wrong("is cut off, or holds something else than certificates");
        }
    }

    private static Stream<String> lines(String text) {
        return LINE_ENDS.splitAsStream(text).map(String::strip);
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(property + ": " + file + " " + why);
    }
}
