package est.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's HTTP/1.1 parser made strict. It announces the first octet of each request by {@link #BEGINS}, so that header
 * deadlines run from there, and passes on a {@link DoorError} where the framing cannot be trusted.
 */
final class RequestDecoder extends HttpRequestDecoder {

    /** Passed up the pipeline when the first octet of a request has arrived. */
    static final Object BEGINS = new Object();

    private boolean betweenRequests = true;
    private boolean broken;

    RequestDecoder(int headerBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(headerBytes / 2)
                .setMaxHeaderSize(headerBytes)
                .setStrictLineParsing(true)
                .setAllowDuplicateContentLengths(false));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf octets, List<Object> out) throws Exception {
        if (broken) {
            octets.skipBytes(octets.readableBytes());
            return;
        }
        if (betweenRequests && !begin(ctx, octets)) {
            return;
        }
        super.decode(ctx, octets, out);
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
            betweenRequests = true;
        }
    }

    /** Empty lines between requests are no error: libest sends one after every body (EST-HTTP-15). */
    private boolean begin(ChannelHandlerContext ctx, ByteBuf octets) {
        while (octets.isReadable() && isLineEnd(octets.getByte(octets.readerIndex()))) {
            octets.skipBytes(1);
        }
        if (!octets.isReadable()) {
            return false;
        }
        byte first = octets.getByte(octets.readerIndex());
        if (first < 'A' || first > 'z') {
            // Netty would skip control octets before the request line (T-4)
            broken = true;
            octets.skipBytes(octets.readableBytes());
            ctx.fireChannelRead(DoorError.MALFORMED);
            return false;
        }
        betweenRequests = false;
        ctx.fireChannelRead(BEGINS);
        return true;
    }

    private static boolean isLineEnd(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    /** RFC 9112 §6.1: both length forms smell of request smuggling (T-19). */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
