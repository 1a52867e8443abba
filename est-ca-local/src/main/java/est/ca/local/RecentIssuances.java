package est.ca.local;

import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.RequestId;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest answers, so that the same request gets the same certificate, also while the first is still being
 * signed. Bounded: the oldest are forgotten; beyond that the registration authority's database is the guard. Failures are
 * not remembered. Thread-safe.
 */
final class RecentIssuances {

    /** How many answers are remembered. */
    static final int BOUND = 4096;

    private final Map<RequestId, Remembered> recent = new LinkedHashMap<>();

    /** What is looked for later, and the answer; not the request, whose octets the client chose (I-8). */
    private record Remembered(BigInteger serial, PublicKey publicKey, CompletableFuture<Issuance> answer) {}

    /**
     * The answer to a request.
     *
     * @param signing called once per remembered id, on the caller's thread; completes the answer, now or later
     */
    CompletionStage<Issuance> answer(IssuanceRequest request, Consumer<CompletableFuture<Issuance>> signing) {
        CompletableFuture<Issuance> fresh = new CompletableFuture<>();
        CompletableFuture<Issuance> answer = remember(request, fresh);
        if (answer == fresh) {
            signing.accept(fresh);
        }
        return handOut(request.id(), answer);
    }

    /**
     * The remembered certificate whose request proposed this serial; one that is just being signed is waited for. Never
     * completes exceptionally.
     */
    CompletionStage<Optional<X509Certificate>> bySerial(BigInteger serial) {
        return certificates(remembered -> remembered.serial().equals(serial))
                .thenApply(found -> found.stream().findFirst());
    }

    /** The remembered certificates for this key, oldest first, as {@link #bySerial}. */
    CompletionStage<List<X509Certificate>> byPublicKey(PublicKey publicKey) {
        byte[] encoded = publicKey.getEncoded();
        return certificates(remembered -> Arrays.equals(remembered.publicKey().getEncoded(), encoded));
    }

    private CompletionStage<List<X509Certificate>> certificates(Predicate<Remembered> which) {
        CompletionStage<List<X509Certificate>> found = CompletableFuture.completedFuture(List.of());
        for (CompletionStage<Issuance> answer : matching(which)) {
            found = found.thenCombine(
                    answer.handle((issuance, failure) -> certificateOf(issuance)), RecentIssuances::append);
        }
        return found;
    }

    private synchronized List<CompletableFuture<Issuance>> matching(Predicate<Remembered> which) {
        return recent.values().stream().filter(which).map(Remembered::answer).toList();
    }

    private static Optional<X509Certificate> certificateOf(@Nullable Issuance answer) {
        return answer instanceof Issuance.Issued issued ? Optional.of(issued.certificate()) : Optional.empty();
    }

    private static List<X509Certificate> append(List<X509Certificate> before, Optional<X509Certificate> certificate) {
        List<X509Certificate> all = new ArrayList<>(before);
        certificate.ifPresent(all::add);
        return List.copyOf(all);
    }

    private synchronized CompletableFuture<Issuance> remember(
            IssuanceRequest request, CompletableFuture<Issuance> fresh) {
        Remembered known =
                recent.putIfAbsent(request.id(), new Remembered(request.proposedSerial(), request.publicKey(), fresh));
        if (recent.size() > BOUND) {
            Iterator<RequestId> oldest = recent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return known == null ? fresh : known.answer();
    }

    private synchronized void forget(RequestId id, CompletionStage<Issuance> failed) {
        Remembered known = recent.get(id);
        if (known != null && known.answer() == failed) {
            recent.remove(id);
        }
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
