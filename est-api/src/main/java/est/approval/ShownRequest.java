package est.approval;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.protocol.CertificationRequest;
import est.protocol.MalformedMessageException;
import est.record.GrantText;
import est.record.PendingRequest;
import java.util.HexFormat;
import java.util.List;

/**
 * What an operator sees of a request before deciding: what would be certified, read from the grant, and not what the client
 * wrote beside it. Text of strangers is shown without what could move a cursor or turn a line around (T-26).
 *
 * @param subject the subject of the certificate, as RFC 2253 writes it
 * @param alternativeNames kind and value of each
 * @param keyKind kind and size of the key
 * @param spkiSha256 SHA-256 of the SubjectPublicKeyInfo, hexadecimal
 * @param extendedKeyUsages object identifiers
 */
public record ShownRequest(
        String subject,
        List<String> alternativeNames,
        String keyKind,
        String spkiSha256,
        List<String> extendedKeyUsages) {

    /** Decodes what the record holds. */
    public static ShownRequest of(PendingRequest.Content content) {
        CertificateContent granted = GrantText.read(content.granted());
        return new ShownRequest(
                printable(granted.subject().getName()),
                granted.alternativeNames().stream()
                        .map(AlternativeName::toString)
                        .map(ShownRequest::printable)
                        .toList(),
                keyKind(content.request()),
                HexFormat.of().formatHex(content.spkiSha256()),
                List.copyOf(granted.extendedKeyUsages()));
    }

    private static String keyKind(byte[] request) {
        try {
            return CertificationRequest.decode(request).publicKey().name();
        } catch (MalformedMessageException unreadable) {
            return "unreadable";
        }
    }

    /** The text with a question mark for each character that is not plainly visible. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().map(each -> isVisible(each) ? each : '?').forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
