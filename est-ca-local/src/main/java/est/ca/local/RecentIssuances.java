package est.ca.local;

import est.ca.CaException;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.RequestId;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
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

/**
 * Remembers the latest certificates, so that the same request gets the same certificate, also while the first is still being
 * signed. Bounded: the oldest are forgotten; beyond that the registration authority's database is the guard. Failures are
 * not remembered. Octets are kept, not certificate objects, which are several times as large and would be copied at each garbage
 * collection. Thread-safe.
 */
final class RecentIssuances {

    /** How many certificates are remembered. */
    static final int BOUND = 4096;

    private final Map<RequestId, Remembered> recent = new LinkedHashMap<>();
    private final List<X509Certificate> chain;

    /** What is looked for later, and the answer; not the request, whose octets the client chose (I-8). */
    private record Remembered(BigInteger serial, PublicKey publicKey, CompletableFuture<byte[]> certificate) {}

    /**
     * Remembers nothing yet.
     *
     * @param chain what every certificate is handed out with
     */
    RecentIssuances(List<X509Certificate> chain) {
        this.chain = List.copyOf(chain);
    }

    /**
     * The answer to a request.
     *
     * @param signing called once per remembered id, on the caller's thread; completes the certificate's octets, now or later
     */
    CompletionStage<Issuance> answer(IssuanceRequest request, Consumer<CompletableFuture<byte[]>> signing) {
        CompletableFuture<byte[]> fresh = new CompletableFuture<>();
        CompletableFuture<byte[]> certificate = remember(request, fresh);
        if (certificate == fresh) {
            signing.accept(fresh);
        }
        return handOut(request.id(), certificate);
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
        for (CompletionStage<byte[]> certificate : matching(which)) {
            found = found.thenCombine(
                    certificate.handle(
                            (octets, failure) -> Optional.ofNullable(octets).map(RecentIssuances::read)),
                    RecentIssuances::append);
        }
        return found;
    }

    private synchronized List<CompletableFuture<byte[]>> matching(Predicate<Remembered> which) {
        return recent.values().stream()
                .filter(which)
                .map(Remembered::certificate)
                .toList();
    }

    private static X509Certificate read(byte[] certificate) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (CertificateException unreadable) {
            throw CaException.defective(
                    "the certification authority wrote a certificate that nobody can read", unreadable);
        }
    }

    private static List<X509Certificate> append(List<X509Certificate> before, Optional<X509Certificate> certificate) {
        List<X509Certificate> all = new ArrayList<>(before);
        certificate.ifPresent(all::add);
        return List.copyOf(all);
    }

    private synchronized CompletableFuture<byte[]> remember(IssuanceRequest request, CompletableFuture<byte[]> fresh) {
        Remembered known =
                recent.putIfAbsent(request.id(), new Remembered(request.proposedSerial(), request.publicKey(), fresh));
        if (recent.size() > BOUND) {
            Iterator<RequestId> oldest = recent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return known == null ? fresh : known.certificate();
    }

    private synchronized void forget(RequestId id, CompletionStage<byte[]> failed) {
        Remembered known = recent.get(id);
        if (known != null && known.certificate() == failed) {
            recent.remove(id);
        }
    }

    // A stage of its own for every caller: one that cancels takes nothing from the others. No thenApply(): it would
    // wrap the
    // failure in a CompletionException. A failure is forgotten before anybody hears of it, so a retry is a new try.
    private CompletionStage<Issuance> handOut(RequestId id, CompletionStage<byte[]> certificate) {
        CompletableFuture<Issuance> own = new CompletableFuture<>();
        certificate.whenComplete((octets, failure) -> {
            if (failure == null) {
                complete(own, octets);
            } else {
                forget(id, certificate);
                own.completeExceptionally(failure);
            }
        });
        return own;
    }

    private void complete(CompletableFuture<Issuance> own, byte[] octets) {
        try {
            own.complete(new Issuance.Issued(read(octets), chain));
        } catch (CaException unreadable) {
            own.completeExceptionally(unreadable);
        }
    }
}
