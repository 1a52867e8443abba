package est.outbound;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One exchange under its deadline, from the connection to the last octet of the answer. Lives on one Vert.x context. */
final class Exchange {

    private final OutboundClient client;
    private final Message message;
    private final UniEmitter<? super Reply> emitter;
    private @Nullable HttpClientRequest running;
    private boolean over;
    private long timer;

    Exchange(OutboundClient client, Message message, UniEmitter<? super Reply> emitter) {
        this.client = client;
        this.message = message;
        this.emitter = emitter;
    }

    void begin() {
        if (over) {
            return;
        }
        timer = client.vertx().setTimer(client.timeout().toMillis(), fired -> fail("no answer in time", null));
        client.request(message).onSuccess(this::send).onFailure(cause -> fail("no connection to " + client, cause));
    }

    /** Nobody waits for the answer any more. */
    void leave() {
        end();
    }

    private void send(HttpClientRequest request) {
        if (over) {
            request.reset();
            return;
        }
        running = request;
        request.send(Buffer.buffer(message.body()))
                .onSuccess(this::read)
                .onFailure(cause -> fail("the connection to " + client + " broke", cause));
    }

    /** Never more than the limit is held: an answer that says or turns out to be longer is cut off. */
    private void read(HttpClientResponse response) {
        response.exceptionHandler(cause -> fail("the answer of " + client + " broke off", cause));
        if (declaredLength(response) > message.answerLimit()) {
            fail("the answer of " + client + " is too long", null);
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > message.answerLimit()) {
                fail("the answer of " + client + " is too long", null);
            } else if (!over) {
                body.appendBuffer(part);
            }
        });
        response.endHandler(whole -> answered(response, body.getBytes()));
    }

    private static long declaredLength(HttpClientResponse response) {
        try {
            return Long.parseLong(Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_LENGTH))
                    .orElse("0"));
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }

    private void answered(HttpClientResponse response, byte[] body) {
        if (over) {
            return;
        }
        running = null;
        end();
        boolean authentic =
                client.isAuthentic(message, body, Optional.ofNullable(response.getHeader("Webhook-Signature")));
        emitter.complete(new Reply(
                response.statusCode(),
                Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE)),
                authentic,
                body));
    }

    private void fail(String why, @Nullable Throwable cause) {
        if (!over) {
            end();
            emitter.fail(new NoReply(why, cause));
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        client.vertx().cancelTimer(timer);
        if (running != null) {
            running.reset();
            running = null;
        }
    }
}
