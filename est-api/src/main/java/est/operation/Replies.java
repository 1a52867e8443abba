package est.operation;

import est.door.EstReply;
import est.door.EstRequest;
import est.enrollment.Enrolled;
import est.policy.AnswerForm;
import est.protocol.CertsOnly;
import est.protocol.TransferBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers byte for byte as deployed clients need them: header names as they match them, media types exactly so, empty
 * bodies where they break on a body, integer seconds (RFC 7030, RFC 8951, EST-HTTP-05, EST-ERR-08).
 */
final class Replies {

    private static final String CERTS_ONLY = "application/pkcs7-mime; smime-type=certs-only";
    private static final String CA_CERTIFICATES = "application/pkcs7-mime";
    private static final String TEXT = "text/plain; charset=utf-8";

    private Replies() {}

    /** EST-CA-01: without the smime-type parameter, as RFC 7030's own example. */
    static EstReply caCertificates(EstRequest request, AnswerForm form, byte[] der) {
        return carrying(der, CA_CERTIFICATES, form, request);
    }

    /** EST-ENR-01, -02: the new certificate and nothing else; a bound TLS 1.3 session ends (EST-POP-14). */
    static EstReply enrolled(EstRequest request, AnswerForm form, Enrolled enrolled) {
        EstReply reply = carrying(CertsOnly.encode(List.of(enrolled.certificate())), CERTS_ONLY, form, request)
                .with("Cache-Control", "no-store");
        return enrolled.bound() ? reply.closing() : reply;
    }

    /** RFC 7030 §4.5.2: nothing is wished for. */
    static EstReply noWishes() {
        return EstReply.empty(204);
    }

    static EstReply notFound(EstRequest request) {
        return text(404, request, "no such label or operation");
    }

    static EstReply methodNotAllowed(EstRequest request, EstOperation operation) {
        return text(405, request, "method not allowed here").with("Allow", operation.allowed());
    }

    static EstReply unsupportedMediaType(EstRequest request) {
        return text(415, request, "send the request as application/pkcs10");
    }

    static EstReply notImplemented(EstRequest request, EstOperation operation) {
        return text(501, request, operation.segment() + " is not offered here");
    }

    /** RFC 9110 §11.6.1: a 401 has a challenge; its body is empty because Bouncy Castle's client breaks on one. */
    static EstReply unauthorized() {
        return EstReply.empty(401)
                .with("WWW-Authenticate", "Basic realm=\"est\"")
                .with("Cache-Control", "no-store");
    }

    static EstReply retryLater(EstRequest request, String detail, Duration after) {
        return later(503, request, detail, after);
    }

    static EstReply later(int status, EstRequest request, String detail, Duration after) {
        return text(status, request, detail).with("Retry-After", seconds(after));
    }

    /** EST-PEND-01, EST-PEND-02: no body, and seconds as a whole number: Bouncy Castle, libest and strongSwan break on anything else. */
    static EstReply accepted(Duration after) {
        return EstReply.empty(202).with("Retry-After", seconds(after)).with("Cache-Control", "no-store");
    }

    private static String seconds(Duration after) {
        return Long.toString(Math.max(1, after.toSeconds()));
    }

    /** One line that says what to change, and the id to quote (EST-ERR-01, -04). */
    static EstReply text(int status, EstRequest request, String detail) {
        String line = detail + " (reference " + request.reference() + ")\r\n";
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", TEXT);
        headers.put("Cache-Control", "no-store");
        return new EstReply(status, headers, line.getBytes(StandardCharsets.UTF_8), false);
    }

    /**
     * EST-ENC-03: the encoding header stays, although RFC 8951 deprecates it: clients decode only when they see it. For the
     * same reason it is not there when there is nothing to decode.
     */
    private static EstReply carrying(byte[] der, String mediaType, AnswerForm form, EstRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", mediaType);
        if (form == AnswerForm.RAW_DER) {
            return new EstReply(200, headers, der, false);
        }
        headers.put("Content-Transfer-Encoding", "base64");
        return new EstReply(200, headers, TransferBody.encode(der, wrapping(form, request)), false);
    }

    /** strongSwan before 5.9.11 sends no User-Agent and cannot read wrapped base64; libest needs it wrapped (EST-ENC-05). */
    private static TransferBody.Wrapping wrapping(AnswerForm form, EstRequest request) {
        boolean lines = form == AnswerForm.AUTO ? request.userAgent().isPresent() : form == AnswerForm.LINES;
        return lines ? TransferBody.Wrapping.LINES_OF_64 : TransferBody.Wrapping.ONE_LINE;
    }
}
