package est.door;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request and its one answer: the handler's, or the door's if the handler fails or is late. Lives on the request's own
 * context; whatever comes after the answer is dropped.
 */
final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final HttpServerRequest request;
    private final Context context;
    private final Vertx vertx;
    private final Refusals refusals;
    private final String reference;
    private boolean over;
    private long timer;
    private @Nullable Cancellable work;

    private Exchange(HttpServerRequest request, Vertx vertx, Refusals refusals, String reference) {
        this.request = request;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.refusals = refusals;
        this.reference = reference;
    }

    /** Call on the context of the request. */
    static void begin(
            HttpServerRequest request,
            Vertx vertx,
            Refusals refusals,
            String reference,
            Duration deadline,
            EstHandler handler,
            ClientConnection connection) {
        Exchange exchange = new Exchange(request, vertx, refusals, reference);
        // the context is this request's alone, so reactive sessions may hang on it
        VertxContextSafetyToggle.setContextSafe(exchange.context, true);
        request.bodyHandler(body -> exchange.handle(handler, exchange.received(body, connection), deadline));
    }

    private EstRequest received(Buffer body, ClientConnection connection) {
        String target = request.uri();
        int query = target.indexOf('?');
        return new EstRequest(
                reference,
                request.method().name(),
                query < 0 ? target : target.substring(0, query),
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)),
                request.headers().getAll(HttpHeaders.AUTHORIZATION),
                Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)),
                body.getBytes(),
                connection);
    }

    private void handle(EstHandler handler, EstRequest received, Duration deadline) {
        timer = vertx.setTimer(deadline.toMillis(), fired -> {
            LOG.warnf("request %s passed its deadline", reference);
            giveUp();
            answer(refusals.reply(DoorError.LATE, reference));
        });
        request.response().closeHandler(gone -> giveUp());
        work = Uni.createFrom()
                .deferred(() -> handler.handle(received))
                .subscribe()
                .with(reply -> here(() -> succeed(reply)), failure -> here(() -> fail(failure)));
        if (over) {
            work.cancel();
        }
    }

    private void here(Runnable step) {
        if (Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(ignored -> step.run());
        }
    }

    private void succeed(@Nullable EstReply reply) {
        if (reply == null) {
            fail(new IllegalStateException("the handler answered nothing"));
        } else {
            answer(reply);
        }
    }

    private void fail(Throwable failure) {
        if (!over) {
            LOG.errorf(failure, "request %s failed", reference);
            answer(refusals.reply(DoorError.FAULT, reference));
        }
    }

    /** The client left, or the deadline passed: nobody waits for the handler any more. */
    private void giveUp() {
        vertx.cancelTimer(timer);
        if (work != null && !over) {
            work.cancel();
        }
    }

    private void answer(EstReply reply) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(timer);
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (reply.status() != 204) {
            response.putHeader("Content-Length", Integer.toString(reply.body().length));
        }
        response.putHeader("Request-Id", reference);
        if (reply.close()) {
            response.putHeader("Connection", "close");
        }
        response.end(Buffer.buffer(reply.body()));
    }
}
