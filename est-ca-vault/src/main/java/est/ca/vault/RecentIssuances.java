package est.ca.vault;

import est.ca.CaException;
import est.ca.Issuance;
import est.ca.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers the latest answers, for Vault has no idempotency key: the same request is sent once, also while its answer is
 * still awaited, and never again when its outcome is unknown (I-3). Bounded: the oldest are forgotten; beyond that the
 * registration authority's database is the guard. Thread-safe.
 */
final class RecentIssuances {

    /** How many answers are remembered. */
    static final int BOUND = 4096;

    private final Map<RequestId, Future<Issuance>> recent = new LinkedHashMap<>();

    /**
     * The answer to a request.
     *
     * @param signing called once per remembered id, on the caller's thread
     */
    Future<Issuance> answer(RequestId id, Supplier<Future<Issuance>> signing) {
        Promise<Issuance> fresh = Promise.promise();
        Future<Issuance> answer = remember(id, fresh.future());
        if (answer == fresh.future()) {
            signing.get().onComplete(outcome -> {
                if (outcome.failed() && !isUnknown(outcome.cause())) {
                    forget(id, answer);
                }
                fresh.handle(outcome);
            });
        }
        return answer;
    }

    private synchronized Future<Issuance> remember(RequestId id, Future<Issuance> fresh) {
        Future<Issuance> known = recent.putIfAbsent(id, fresh);
        if (recent.size() > BOUND) {
            Iterator<RequestId> oldest = recent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return known == null ? fresh : known;
    }

    private synchronized void forget(RequestId id, Future<Issuance> failed) {
        recent.remove(id, failed);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof CaException known && known.kind() == CaException.Kind.UNKNOWN;
    }
}
