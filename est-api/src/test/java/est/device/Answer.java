package est.device;

import est.protocol.CertsOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP answer, every octet of it.
 *
 * @param status the status code
 * @param headers header lines in order, names as sent
 * @param body the octets behind the header block
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    /** Reads until the server closes. */
    public static Answer read(InputStream in) throws IOException {
        byte[] octets = readAll(in);
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, Map.of(), octets);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return new Answer(
                Integer.parseInt(lines[0].split(" ", 3)[1]),
                headers,
                Arrays.copyOfRange(octets, end + 4, octets.length));
    }

    /** The value of a header, its name compared exactly. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The certificates of a certs-only body. */
    public List<X509Certificate> certificates() {
        return CertsOnly.decode(Base64.getMimeDecoder().decode(body));
    }

    /** The one certificate of an enrollment answer. */
    public X509Certificate certificate() {
        List<X509Certificate> certificates = certificates();
        if (certificates.size() != 1) {
            throw new IllegalStateException("expected one certificate, got " + certificates.size());
        }
        return certificates.get(0);
    }

    private static byte[] readAll(InputStream in) throws IOException {
        try {
            return in.readAllBytes();
        } catch (javax.net.ssl.SSLException closedWithoutNotify) {
            return new byte[0];
        }
    }
}
