package est.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import est.device.Device;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * What came back on one connection until the server closed it.
 *
 * @param records the octets of each TLS record, one char for one octet; a JDK socket never returns two of them in one read
 */
record RawAnswer(List<String> records) {

    private static final int RECORD_OCTETS = 1 << 14;

    /** Sends these octets, one for one char, in one write. */
    static RawAnswer to(String request, Device device) {
        try (SSLSocket socket = device.connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new RawAnswer(read(socket.getInputStream()));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static List<String> read(InputStream in) throws IOException {
        List<String> records = new ArrayList<>();
        byte[] octets = new byte[RECORD_OCTETS];
        for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
            records.add(new String(octets, 0, count, ISO_8859_1));
        }
        return records;
    }

    private String all() {
        return String.join("", records);
    }

    /** The header block with its empty line. */
    String head() {
        return all().substring(0, all().indexOf("\r\n\r\n") + 4);
    }

    /** Everything behind the header block. */
    String body() {
        return all().substring(head().length());
    }

    String statusLine() {
        return head().split("\r\n", -1)[0];
    }

    List<String> headerLines() {
        String[] lines = head().split("\r\n");
        return Arrays.asList(lines).subList(1, lines.length);
    }

    /** All but the one that is different in every answer. */
    List<String> headerLinesWithoutReference() {
        return headerLines().stream()
                .filter(line -> !line.startsWith("Request-Id: "))
                .toList();
    }

    /** The value of {@code Request-Id}. */
    String reference() {
        return headerLines().stream()
                .filter(line -> line.startsWith("Request-Id: "))
                .map(line -> line.substring("Request-Id: ".length()))
                .findFirst()
                .orElseThrow();
    }
}
