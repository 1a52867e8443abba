package est.identity.revocation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request whose answer may take only so long and have only so many octets. Redirects are not followed (T-27). */
final class BoundedExchange {

    /** An answer, whole. */
    record Answer(int status, Optional<String> etag, Optional<String> lastModified, byte[] body) {}

    private final Vertx vertx;
    private final Duration patience;
    private final int limit;
    private final Promise<Answer> answer = Promise.promise();
    private volatile @Nullable HttpClientRequest running;

    BoundedExchange(Vertx vertx, Duration patience, int limit) {
        this.vertx = vertx;
        this.patience = patience;
        this.limit = limit;
    }

    /** Sends it; fails with what went wrong. Once only. */
    Future<Answer> send(HttpClient client, RequestOptions options, Buffer body) {
        long timer = vertx.setTimer(Math.max(1, patience.toMillis()), fired -> fail("no answer in time"));
        client.request(options)
                .onSuccess(request -> {
                    running = request;
                    if (answer.future().isComplete()) {
                        request.reset();
                        return;
                    }
                    request.send(body).onSuccess(this::read).onFailure(answer::tryFail);
                })
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Never more than the limit is held. */
    private void read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > limit) {
                fail("the answer has more than " + limit + " octets");
            } else if (!answer.future().isComplete()) {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> answer.tryComplete(new Answer(
                response.statusCode(),
                Optional.ofNullable(response.getHeader("ETag")),
                Optional.ofNullable(response.getHeader("Last-Modified")),
                body.getBytes())));
    }

    private void fail(String why) {
        HttpClientRequest request = running;
        if (answer.tryFail(why) && request != null) {
            request.reset();
        }
    }
}
