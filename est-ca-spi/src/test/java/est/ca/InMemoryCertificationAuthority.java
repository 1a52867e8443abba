package est.ca;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A certification authority for tests: a root and an issuing CA in memory, all facets, and at will every failure, silence
 * and lie a real one might show. What is injected stays until {@link #behave()}. Thread-safe.
 */
public final class InMemoryCertificationAuthority implements CertificationAuthority {

    /** What every failure message holds in its cause, never in its text. */
    public static final String SECRET = "hunter2-the-secret-of-the-test-ca";

    private final KeyPair keys = TestRequests.ecKeys();
    private final CaCertificates certificates;
    private final InMemoryCertificateWriter writer;
    private final InMemoryRevocations revocations;
    private final Map<RequestId, Issuance> answers = new HashMap<>();
    private final Map<BigInteger, X509Certificate> issued = new LinkedHashMap<>();
    private final List<Runnable> silent = new ArrayList<>();

    private CaException.@Nullable Kind failure;
    private @Nullable Duration deferral;
    private @Nullable Lie lie;
    private @Nullable X509Certificate previous;
    private boolean hanging;
    private boolean closed;
    private int signatures;

    /** An authority with fresh keys, valid from yesterday for ten years. */
    public InMemoryCertificationAuthority() {
        KeyPair rootKeys = TestRequests.ecKeys();
        Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));
        Instant to = from.plus(Duration.ofDays(3650));
        X509Certificate root =
                TestCertificates.authority("CN=Memory Root", rootKeys, "CN=Memory Root", rootKeys, from, to);
        X509Certificate issuing =
                TestCertificates.authority("CN=Memory Issuing CA", keys, "CN=Memory Root", rootKeys, from, to);
        this.certificates = new CaCertificates(List.of(issuing, root), List.of());
        this.writer = new InMemoryCertificateWriter(keys, issuing);
        this.revocations = new InMemoryRevocations(keys, issuing);
    }

    /** Every request fails this way. UNKNOWN signs first: the certificate exists, and nobody receives it. */
    public synchronized void fail(CaException.Kind kind) {
        failure = kind;
    }

    /** Requests get no answer until {@link #release()}. */
    public synchronized void hang() {
        hanging = true;
    }

    /** Answers what hangs, and hangs no more. */
    public void release() {
        List<Runnable> waiting;
        synchronized (this) {
            hanging = false;
            waiting = List.copyOf(silent);
            silent.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** Requests are deferred by this much. */
    public synchronized void defer(Duration retryAfter) {
        deferral = retryAfter;
    }

    /** Certificates differ from the grant in this way. */
    public synchronized void lie(Lie way) {
        lie = way;
    }

    /** Ends failures, deferrals and lies, not a hang. */
    public synchronized void behave() {
        failure = null;
        deferral = null;
        lie = null;
    }

    /** How many signatures were made, whether or not anybody received them. */
    public synchronized int signatures() {
        return signatures;
    }

    /** All certificates signed, oldest first. */
    public synchronized List<X509Certificate> certificatesIssued() {
        return List.copyOf(issued.values());
    }

    /** The issuing CA first, the root behind it; the same as {@link #caCertificates()} without waiting. */
    public List<X509Certificate> chain() {
        return certificates.chain();
    }

    @Override
    public CompletionStage<Issuance> issue(IssuanceRequest request) {
        CompletableFuture<Issuance> answer = new CompletableFuture<>();
        synchronized (this) {
            if (hanging && !closed) {
                silent.add(() -> answer(request, answer));
                return answer;
            }
        }
        answer(request, answer);
        return answer;
    }

    private void answer(IssuanceRequest request, CompletableFuture<Issuance> answer) {
        try {
            answer.complete(decide(request));
        } catch (CaException e) {
            answer.completeExceptionally(e);
        }
    }

    private synchronized Issuance decide(IssuanceRequest request) {
        requireOpen();
        if (failure != null && failure != CaException.Kind.UNKNOWN) {
            throw failure(failure);
        }
        if (deferral != null) {
            return new Issuance.Deferred(deferral);
        }
        Issuance known = answers.get(request.id());
        if (known == null) {
            known = new Issuance.Issued(sign(request), certificates.chain());
            answers.put(request.id(), known);
        }
        if (failure != null) {
            throw failure(failure);
        }
        return known;
    }

    private X509Certificate sign(IssuanceRequest request) {
        X509Certificate certificate = writer.write(request, lie, previous);
        signatures++;
        previous = certificate;
        issued.put(certificate.getSerialNumber(), certificate);
        return certificate;
    }

    private static CaException failure(CaException.Kind kind) {
        Exception cause = new IllegalStateException("password=" + SECRET);
        return switch (kind) {
            case REFUSED -> CaException.refused("the test CA refuses this request", cause);
            case UNAVAILABLE -> CaException.unavailable("the test CA is away", Duration.ofSeconds(7), cause);
            case DEFECTIVE -> CaException.defective("the test CA is broken", cause);
            case UNKNOWN -> CaException.unknown("the test CA fell silent", cause);
        };
    }

    private void requireOpen() {
        if (closed) {
            throw CaException.unavailable("the test CA is closed", Duration.ZERO, null);
        }
    }

    @Override
    public CompletionStage<CaCertificates> caCertificates() {
        return whileOpen(() -> certificates);
    }

    /** Fails while requests fail as UNAVAILABLE. */
    @Override
    public CompletionStage<Void> probe() {
        return whileOpen(this::requirePresence);
    }

    /** Null is the only value of {@code Void}. */
    private @Nullable Void requirePresence() {
        if (failure == CaException.Kind.UNAVAILABLE) {
            throw failure(failure);
        }
        return null;
    }

    @Override
    public Optional<Revocation> revocation() {
        return Optional.of((certificate, reason) -> whileOpen(() -> revocations.revoke(certificate, reason)));
    }

    @Override
    public Optional<RevocationLists> revocationLists() {
        return Optional.of(() -> whileOpen(() -> List.<X509CRL>of(revocations.list())));
    }

    @Override
    public Optional<KeyGeneration> keyGeneration() {
        return Optional.of(algorithm -> whileOpen(() -> generate(algorithm)));
    }

    private static KeyPair generate(String algorithm) {
        return switch (algorithm) {
            case "RSA-2048", "RSA-3072", "RSA-4096" ->
                TestRequests.freshKeys("RSA", Integer.parseInt(algorithm.substring(4)));
            case "P-256", "P-384", "P-521" -> TestRequests.freshKeys("EC", Integer.parseInt(algorithm.substring(2)));
            default -> throw CaException.refused("no such key algorithm", null);
        };
    }

    @Override
    public Optional<IssuedCertificates> issuedCertificates() {
        return Optional.of(new IssuedCertificates() {
            @Override
            public CompletionStage<Optional<X509Certificate>> bySerial(BigInteger serial) {
                return whileOpen(() -> Optional.ofNullable(issued.get(serial)));
            }

            @Override
            public CompletionStage<List<X509Certificate>> byPublicKey(PublicKey publicKey) {
                return whileOpen(() -> issued.values().stream()
                        .filter(certificate ->
                                Arrays.equals(certificate.getPublicKey().getEncoded(), publicKey.getEncoded()))
                        .toList());
            }
        });
    }

    private synchronized <T> CompletionStage<T> whileOpen(Supplier<T> answer) {
        try {
            requireOpen();
            return CompletableFuture.completedFuture(answer.get());
        } catch (CaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
