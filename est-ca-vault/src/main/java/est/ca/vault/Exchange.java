package est.ca.vault;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One exchange from the first try to its answer. What failed before an octet was written is tried again, at the next address
 * where there is one; after that, nothing is: the request may have arrived (I-3). Lives on one Vert.x context.
 */
final class Exchange {

    private static final int LEAST_ATTEMPTS = 2;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int UNAVAILABLE = 503;

    private final VaultClient client;
    private final VaultCall call;
    private final Promise<VaultAnswer> answer;
    private final int attempts;
    private @Nullable HttpClientRequest running;
    private boolean sent;
    private boolean redirected;
    private boolean over;
    private long timer;

    Exchange(VaultClient client, VaultCall call, Promise<VaultAnswer> answer) {
        this.client = client;
        this.call = call;
        this.answer = answer;
        this.attempts = Math.max(LEAST_ATTEMPTS, client.addresses().size());
    }

    void begin() {
        timer = client.vertx().setTimer(client.timeout().toMillis(), fired -> fail("no answer in time", null));
        attempt(0, client.addresses().at(0));
    }

    private void attempt(int number, Addresses.Address address) {
        connection(address).onSuccess(request -> send(request, number, address)).onFailure(cause -> {
            if (!over && number + 1 < attempts) {
                attempt(number + 1, client.addresses().at(number + 1));
            } else {
                fail("no connection to " + address, cause);
            }
        });
    }

    private Future<HttpClientRequest> connection(Addresses.Address address) {
        try {
            return client.http().request(client.options(call, address));
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private void send(HttpClientRequest request, int number, Addresses.Address address) {
        if (over) {
            request.reset();
            return;
        }
        running = request;
        sent = true;
        call.body()
                .map(request::send)
                .orElseGet(request::send)
                .onSuccess(response -> read(response, number, address))
                .onFailure(cause -> fail("the connection to " + address + " broke", cause));
    }

    /** Never more than the limit is held: an answer that says or turns out to be longer is cut off. */
    private void read(HttpClientResponse response, int number, Addresses.Address address) {
        response.exceptionHandler(cause -> fail("the answer of " + address + " broke off", cause));
        if (declaredLength(response) > call.limit()) {
            fail("the answer of " + address + " is too long", null);
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > call.limit()) {
                fail("the answer of " + address + " is too long", null);
            } else if (!over) {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> answered(response, body, number, address));
    }

    private static long declaredLength(HttpClientResponse response) {
        try {
            return Long.parseLong(Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_LENGTH))
                    .orElse("0"));
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }

    private void answered(HttpClientResponse response, Buffer body, int number, Addresses.Address address) {
        if (over) {
            return;
        }
        running = null;
        int status = response.statusCode();
        Optional<Addresses.Address> elsewhere = elsewhere(status, response.getHeader(HttpHeaders.LOCATION), number);
        if (elsewhere.isPresent()) {
            // The answer says that nothing was done here: the next address is a fresh start.
            sent = false;
            attempt(number + 1, elsewhere.get());
            return;
        }
        if (status != UNAVAILABLE) {
            client.addresses().prefer(address);
        }
        end();
        answer.complete(new VaultAnswer(status, body, Optional.ofNullable(response.getHeader("Retry-After"))));
    }

    /** A standby names the active node: followed once, and only to a listed address. A sealed node is passed over. */
    private Optional<Addresses.Address> elsewhere(int status, @Nullable String location, int number) {
        if (status == TEMPORARY_REDIRECT && location != null && !redirected) {
            redirected = true;
            return client.addresses().redirected(location);
        }
        return status == UNAVAILABLE && number + 1 < client.addresses().size()
                ? Optional.of(client.addresses().at(number + 1))
                : Optional.empty();
    }

    private void fail(String message, @Nullable Throwable cause) {
        if (over) {
            return;
        }
        end();
        if (running != null) {
            running.reset();
        }
        answer.fail(sent ? NoAnswer.sent(message, cause) : NoAnswer.notSent(message, cause));
    }

    private void end() {
        over = true;
        client.vertx().cancelTimer(timer);
    }
}
