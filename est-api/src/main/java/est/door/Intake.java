package est.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection: bounds and times each, and passes on only whole ones, one at a time, so that no
 * partial request acts (F-43) and answers keep the order of requests. It alone decides when the connection ends; the
 * handlers behind it see nothing but kept-alive HTTP/1.1. Used on the event loop only.
 */
final class Intake extends ChannelDuplexHandler {

    /** Messages a client may pipeline before it is no longer read. */
    private static final int MAX_WAITING = 64;

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        ANSWERING,
        CLOSING
    }

    private final DoorSettings settings;
    private final RequestHead heads;
    private final Refusals refusals;
    private final Traffic traffic;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private final ByteBuf body = Unpooled.buffer(0);

    private Phase phase = Phase.IDLE;
    private Phase timed = Phase.CLOSING;
    private boolean counted;
    private boolean answering;
    private boolean lastRequest;
    private @Nullable HttpRequest head;
    private @Nullable Deadline deadline;

    Intake(DoorSettings settings, Refusals refusals, Traffic traffic) {
        this.settings = settings;
        this.heads = new RequestHead(settings);
        this.refusals = refusals;
        this.traffic = traffic;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = new Deadline(ctx.executor());
        time(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase == Phase.CLOSING) {
            ReferenceCountUtil.release(message);
        } else if (phase == Phase.ANSWERING) {
            waiting.add(message);
            if (waiting.size() > MAX_WAITING) {
                ctx.channel().config().setAutoRead(false);
            }
        } else {
            read(ctx, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        time(ctx);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline().lift();
        phase = Phase.CLOSING;
        timed = phase;
        forgetWaiting();
        requestEnds();
        ctx.fireChannelInactive();
    }

    private void read(ChannelHandlerContext ctx, Object message) {
        if (message == RequestDecoder.BEGINS) {
            begin(ctx);
        } else if (message instanceof DoorError error) {
            refuse(ctx, error);
        } else if (message instanceof HttpRequest request) {
            readHead(ctx, request);
        } else if (message instanceof HttpContent content) {
            readBody(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    /** A door that is about to shut reads no request: the client, which has no answer, asks again elsewhere. */
    private void begin(ChannelHandlerContext ctx) {
        counted = traffic.requestBegins();
        if (counted) {
            phase = Phase.HEAD;
        } else {
            leave(ctx);
        }
    }

    private void readHead(ChannelHandlerContext ctx, HttpRequest request) {
        Optional<DoorError> error = heads.judge(request);
        if (error.isPresent()) {
            refuse(ctx, error.get());
            return;
        }
        phase = Phase.BODY;
        head = request;
        lastRequest =
                !HttpUtil.isKeepAlive(request) || request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(Refusals.goOn()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private void readBody(ChannelHandlerContext ctx, HttpContent content) {
        try {
            if (content.decoderResult().isFailure()) {
                refuse(ctx, DoorError.MALFORMED);
            } else if (body.readableBytes() + content.content().readableBytes() > heads.bodyBytes()) {
                refuse(ctx, DoorError.LARGE_BODY);
            } else {
                body.writeBytes(content.content());
                if (content instanceof LastHttpContent) {
                    passOn(ctx);
                }
            }
        } finally {
            content.release();
        }
    }

    /** Connection handling stays here, so its headers do not travel on. */
    private void passOn(ChannelHandlerContext ctx) {
        if (!traffic.answers(ctx.channel())) {
            refuse(ctx, DoorError.BUSY);
            return;
        }
        answering = true;
        phase = Phase.ANSWERING;
        time(ctx);
        HttpRequest received = takeHead();
        byte[] octets = new byte[body.readableBytes()];
        body.readBytes(octets).clear().capacity(0);
        HttpRequest whole =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, received.method(), received.uri(), received.headers());
        whole.headers()
                .remove(HttpHeaderNames.CONNECTION)
                .remove(HttpHeaderNames.UPGRADE)
                .remove(HttpHeaderNames.EXPECT)
                .remove(HttpHeaderNames.TRANSFER_ENCODING);
        ctx.fireChannelRead(whole);
        ctx.fireChannelRead(new DefaultLastHttpContent(Unpooled.wrappedBuffer(octets)));
        ctx.fireChannelReadComplete();
    }

    private HttpRequest takeHead() {
        HttpRequest taken = head;
        head = null;
        if (taken == null) {
            throw new IllegalStateException("a body without a head");
        }
        return taken;
    }

    private void refuse(ChannelHandlerContext ctx, DoorError error) {
        phase = Phase.CLOSING;
        time(ctx);
        head = null;
        body.clear().capacity(0);
        forgetWaiting();
        ctx.writeAndFlush(refusals.answer(error)).addListener(sent -> Farewell.say(ctx.channel()));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            boolean last = lastRequest || traffic.draining() || asksToClose(response);
            if (last) {
                response.headers().remove(HttpHeaderNames.CONNECTION).set("Connection", "close");
            }
            // an answer that the client does not read must not hold the connection for ever (T-18)
            deadline().in(settings.idleTimeout(), () -> Farewell.cut(ctx.channel()));
            ctx.write(message, promise.unvoid())
                    .addListener(sent -> ctx.executor().execute(() -> answered(ctx, last)));
        } else {
            super.write(ctx, message, promise);
        }
    }

    private static boolean asksToClose(HttpResponse response) {
        return response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    private void answered(ChannelHandlerContext ctx, boolean last) {
        if (phase != Phase.ANSWERING) {
            return;
        }
        if (last) {
            leave(ctx);
            return;
        }
        requestEnds();
        traffic.waits(ctx.channel());
        phase = Phase.IDLE;
        while (phase != Phase.ANSWERING && phase != Phase.CLOSING && !waiting.isEmpty()) {
            read(ctx, waiting.remove());
        }
        if (phase != Phase.ANSWERING) {
            ctx.channel().config().setAutoRead(true);
        }
        time(ctx);
    }

    private void leave(ChannelHandlerContext ctx) {
        phase = Phase.CLOSING;
        time(ctx);
        forgetWaiting();
        Farewell.say(ctx.channel());
    }

    /** Sets the deadline of a phase once, when the phase begins: dripped octets do not move it. */
    private void time(ChannelHandlerContext ctx) {
        if (timed == phase) {
            return;
        }
        timed = phase;
        switch (phase) {
            case IDLE -> deadline().in(settings.idleTimeout(), () -> leave(ctx));
            case HEAD -> deadline().in(settings.headerTimeout(), () -> refuse(ctx, DoorError.SLOW));
            case BODY -> deadline().in(settings.bodyTimeout(), () -> refuse(ctx, DoorError.SLOW));
            case ANSWERING, CLOSING -> deadline().lift();
        }
    }

    private Deadline deadline() {
        Deadline set = deadline;
        if (set == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return set;
    }

    private void requestEnds() {
        if (answering) {
            answering = false;
            traffic.answered();
        }
        if (counted) {
            counted = false;
            traffic.requestEnds();
        }
    }

    private void forgetWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
