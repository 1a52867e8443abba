package est.ca.local;

import est.ca.Issuance;
import est.ca.RequestId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Remembers the latest answers, so that the same request gets the same certificate, also while the first is still being
 * signed. Bounded: the oldest are forgotten; beyond that the registration authority's database is the guard. Failures are
 * not remembered. Thread-safe.
 */
final class RecentIssuances {

    /** How many answers are remembered. */
    static final int BOUND = 4096;

    private final Map<RequestId, CompletableFuture<Issuance>> recent = new LinkedHashMap<>();

    /**
     * The answer to a request.
     *
     * @param signing called once per remembered id, on the caller's thread; completes the answer, now or later
     */
    CompletionStage<Issuance> answer(RequestId id, Consumer<CompletableFuture<Issuance>> signing) {
        CompletableFuture<Issuance> fresh = new CompletableFuture<>();
        CompletableFuture<Issuance> answer = remember(id, fresh);
        if (answer == fresh) {
            signing.accept(fresh);
        }
        return handOut(id, answer);
    }

    private synchronized CompletableFuture<Issuance> remember(RequestId id, CompletableFuture<Issuance> fresh) {
        CompletableFuture<Issuance> known = recent.putIfAbsent(id, fresh);
        if (recent.size() > BOUND) {
            Iterator<RequestId> oldest = recent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return known == null ? fresh : known;
    }

    private synchronized void forget(RequestId id, CompletionStage<Issuance> failed) {
        recent.remove(id, failed);
    }

    // A stage of its own for every caller: one that cancels takes nothing from the others. Not copy(), which would wrap
    // the failure in a CompletionException. A failure is forgotten before anybody hears of it, so a retry is a new try.
    private CompletionStage<Issuance> handOut(RequestId id, CompletionStage<Issuance> answer) {
        CompletableFuture<Issuance> own = new CompletableFuture<>();
        answer.whenComplete((issuance, failure) -> {
            if (failure == null) {
                own.complete(issuance);
            } else {
                forget(id, answer);
                own.completeExceptionally(failure);
            }
        });
        return own;
    }
}
