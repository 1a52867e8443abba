package est.ca.local;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.IssuedCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A certification authority that signs with its own key. Stateless but for {@link RecentIssuances}: the same request id
 * gives the same certificate for the last 4096 requests.
 *
 * <p>It can be asked for what it issued, and answers from that memory. "None" is true although the memory ends with the
 * process: a signature made here goes to the registration authority in the same process and to nobody else, and leaves it only
 * once it is recorded. What is neither recorded nor remembered died with its process, or is held by one whose recording will be
 * refused. It has no other optional abilities.
 *
 * <p>Thread-safe. EC signatures, some ten microseconds, are made on the caller's thread; RSA signatures on the workers,
 * and when their queue is full the answer is {@code UNAVAILABLE}.
 */
final class LocalCertificationAuthority implements CertificationAuthority {

    private static final Duration WHEN_BUSY = Duration.ofSeconds(1);

    private final AtomicReference<@Nullable SigningKey> key;
    private final CertificateWriter writer;
    private final CaCertificates certificates;
    private final Executor workers;
    private final Clock clock;
    private final RecentIssuances recent;

    /**
     * An open authority.
     *
     * @param workers run the signing; an {@link ExecutorService} belongs to this authority and is shut down with it
     */
    LocalCertificationAuthority(
            SigningKey key, CertificateWriter writer, CaCertificates certificates, Executor workers, Clock clock) {
        this.key = new AtomicReference<>(key);
        this.writer = writer;
        this.certificates = certificates;
        this.workers = workers;
        this.clock = clock;
        this.recent = new RecentIssuances(certificates.chain());
    }

    @Override
    public CompletionStage<Issuance> issue(IssuanceRequest request) {
        Objects.requireNonNull(request, "request");
        if (key.get() == null) {
            return CompletableFuture.failedFuture(closed());
        }
        return recent.answer(request, certificate -> {
            try {
                workers.execute(() -> sign(request, certificate));
            } catch (RejectedExecutionException e) {
                certificate.completeExceptionally(
                        CaException.unavailable("the certification authority is busy", WHEN_BUSY, e));
            }
        });
    }

    private void sign(IssuanceRequest request, CompletableFuture<byte[]> certificate) {
        // A request that waited in the queue while the authority closed is not signed any more.
        SigningKey signing = key.get();
        if (signing == null) {
            certificate.completeExceptionally(closed());
            return;
        }
        try {
            byte[] toBeSigned = writer.toBeSigned(request, clock.instant());
            certificate.complete(writer.certificate(toBeSigned, signing.sign(toBeSigned)));
        } catch (CaException e) {
            certificate.completeExceptionally(e);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            certificate.completeExceptionally(CaException.defective("the certification authority could not sign", e));
        } finally {
            // Also after an Error: who asks for the same id later must not wait for ever.
            if (!certificate.isDone()) {
                certificate.completeExceptionally(
                        CaException.defective("the certification authority could not sign", null));
            }
        }
    }

    @Override
    public CompletionStage<CaCertificates> caCertificates() {
        return key.get() == null
                ? CompletableFuture.failedFuture(closed())
                : CompletableFuture.completedFuture(certificates);
    }

    @Override
    public Optional<IssuedCertificates> issuedCertificates() {
        return Optional.of(new IssuedCertificates() {
            @Override
            public CompletionStage<Optional<X509Certificate>> bySerial(BigInteger serial) {
                return whileOpen(recent.bySerial(serial));
            }

            @Override
            public CompletionStage<List<X509Certificate>> byPublicKey(PublicKey publicKey) {
                return whileOpen(recent.byPublicKey(publicKey));
            }
        });
    }

    private <T> CompletionStage<T> whileOpen(CompletionStage<T> answer) {
        return key.get() == null ? CompletableFuture.failedFuture(closed()) : answer;
    }

    @Override
    public void close() {
        key.set(null);
        if (workers instanceof ExecutorService service) {
            // Not shutdownNow(): what waits must still get its answer, which is now that the authority is closed.
            service.shutdown();
        }
    }

    private static CaException closed() {
        return CaException.unavailable("the certification authority is closed", Duration.ZERO, null);
    }

    @Override
    public String toString() {
        return "LocalCertificationAuthority[" + certificates.issuing().getSubjectX500Principal() + "]";
    }
}
