package est.door;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges a header block before any of the body is read. */
record RequestHead(long headerBytes, int headerCount, long bodyBytes) {

    /** Octets around a field beside name and value: colon, space, line end. */
    private static final int FIELD_FRAME = 4;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final int LINE_FRAME = " HTTP/1.1\r\n ".length();

    RequestHead(DoorSettings settings) {
        this(
                settings.headerBytes().asLongValue(),
                settings.headerCount(),
                settings.bodyBytes().asLongValue());
    }

    /** What is wrong with it, if anything. */
    Optional<DoorError> judge(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(brokenBy(request.decoderResult()));
        }
        if (tooLarge(request)) {
            return Optional.of(DoorError.LARGE_HEAD);
        }
        if (!plainTarget(request.uri()) || !trustedVersion(request) || !oneHost(request) || !trustedLength(request)) {
            return Optional.of(DoorError.MALFORMED);
        }
        if (encoded(request.headers())) {
            return Optional.of(DoorError.ENCODED_BODY);
        }
        return HttpUtil.getContentLength(request, 0L) > bodyBytes
                ? Optional.of(DoorError.LARGE_BODY)
                : Optional.empty();
    }

    private static DoorError brokenBy(DecoderResult result) {
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return DoorError.LONG_TARGET;
        }
        return cause instanceof TooLongFrameException ? DoorError.LARGE_HEAD : DoorError.MALFORMED;
    }

    private boolean tooLarge(HttpRequest request) {
        long octets = LINE_FRAME
                + (long) request.method().name().length()
                + request.uri().length();
        int fields = 0;
        for (Map.Entry<String, String> field : request.headers()) {
            fields++;
            octets += FIELD_FRAME + field.getKey().length() + field.getValue().length();
        }
        return fields > headerCount || octets > headerBytes;
    }

    /** T-4: nothing but visible ASCII can be a request target (RFC 9112 §3.2). */
    private static boolean plainTarget(String target) {
        return target.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static boolean trustedVersion(HttpRequest request) {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || (request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                        && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING));
    }

    /** RFC 9112 §3.2: a request without Host, or with several, is answered with 400. */
    private static boolean oneHost(HttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        return hosts == 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_0));
    }

    /** T-19: {@code chunked} is the only transfer coding, a length is digits, never both. */
    private static boolean trustedLength(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            return lengths.isEmpty()
                    && codings.size() == 1
                    && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0));
        }
        return lengths.isEmpty()
                || (lengths.size() == 1 && LENGTH.matcher(lengths.get(0)).matches());
    }

    private static boolean encoded(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
                .anyMatch(coding -> !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding));
    }
}
