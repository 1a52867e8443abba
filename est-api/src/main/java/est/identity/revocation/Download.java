package est.identity.revocation;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One address of a CRL: what came from it last, and when it is asked again. Thread-safe. */
final class Download {

    private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(1);

    private final URI address;
    private RevocationRule rule;
    private @Nullable RevocationList list;
    private Optional<String> etag = Optional.empty();
    private Optional<String> lastModified = Optional.empty();
    private boolean running;
    private long due = System.nanoTime();

    Download(URI address, RevocationRule rule) {
        this.address = address;
        this.rule = rule;
    }

    URI address() {
        return address;
    }

    synchronized RevocationRule rule() {
        return rule;
    }

    /** Under other issuers it is asked again at once, and wholly: what it said may not count any more. */
    synchronized Download following(RevocationRule next) {
        if (!next.issuers().equals(rule.issuers())) {
            etag = Optional.empty();
            lastModified = Optional.empty();
            due = System.nanoTime();
        }
        rule = next;
        return this;
    }

    synchronized Optional<RevocationList> list() {
        return Optional.ofNullable(list);
    }

    /** Whether it is to be asked now; then nobody else asks before an answer was given or failed. */
    synchronized boolean begins() {
        if (running || System.nanoTime() - due < 0) {
            return false;
        }
        running = true;
        return true;
    }

    /** A request that is answered with nothing if nothing is new (RFC 9110 §13). */
    synchronized RequestOptions request() {
        RequestOptions request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address.toString());
        etag.ifPresent(known -> request.putHeader("If-None-Match", known));
        if (etag.isEmpty()) {
            lastModified.ifPresent(known -> request.putHeader("If-Modified-Since", known));
        }
        return request;
    }

    /** An older list than the one before is passed over: nobody may bring a revoked certificate back with it. */
    synchronized void take(RevocationList fetched, BoundedExchange.Answer answer) throws UnusableAnswer {
        if (list != null && list.isNewerThan(fetched)) {
            throw new UnusableAnswer("is older than the list that came before");
        }
        list = fetched;
        etag = answer.etag();
        lastModified = answer.lastModified();
        ended(rule.downloads().refresh());
    }

    synchronized void unchanged() {
        ended(rule.downloads().refresh());
    }

    synchronized void failed() {
        Duration refresh = rule.downloads().refresh();
        ended(refresh.compareTo(AFTER_A_FAILURE) < 0 ? refresh : AFTER_A_FAILURE);
    }

    private void ended(Duration pause) {
        running = false;
        due = System.nanoTime() + pause.toNanos();
    }
}
