package est.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Writes and counts the door's own answers. Thread-safe. */
final class Refusals {

    private static final int RETRY_LATER = 503;
    private static final int RETRY_AFTER_AT_LEAST = 10;
    private static final int RETRY_AFTER_AT_MOST = 60;

    private final References references;
    private final Map<DoorError, Counter> counters = new EnumMap<>(DoorError.class);

    Refusals(References references, MeterRegistry meters) {
        this.references = references;
        for (DoorError error : DoorError.values()) {
            counters.put(
                    error,
                    Counter.builder("est.door.refusals")
                            .description("Requests the door answered by itself")
                            .tag("reason", error.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** An answer to a request that never became one; it ends the connection. */
    FullHttpResponse answer(DoorError error) {
        String reference = references.next();
        EstReply reply = reply(error, reference);
        ByteBuf body = Unpooled.wrappedBuffer(reply.body());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(error.status()), body);
        reply.headers().forEach(response.headers()::set);
        response.headers()
                .set("Content-Length", body.readableBytes())
                .set("Request-Id", reference)
                .set("Connection", "close");
        return response;
    }

    /** The same for a request that has a reference already. */
    EstReply reply(DoorError error, String reference) {
        Counter counter = counters.get(error);
        if (counter != null) {
            counter.increment();
        }
        byte[] line = error.line(reference).getBytes(StandardCharsets.US_ASCII);
        EstReply reply = new EstReply(error.status(), Map.of("Content-Type", "text/plain; charset=utf-8"), line, false);
        return error.status() == RETRY_LATER ? reply.with("Retry-After", retryAfter()) : reply;
    }

    /** Jittered, so that a herd does not come back at once (T-23); integer, since libest reads nothing else. */
    private static String retryAfter() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(RETRY_AFTER_AT_LEAST, RETRY_AFTER_AT_MOST + 1));
    }

    /** {@code 100 Continue} (EST-HTTP-07). */
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }
}
