package est.identity.revocation;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Asks OCSP responders that the operator named, and remembers their answers for a while. Thread-safe. */
@ApplicationScoped
class OcspClient {

    private static final Logger LOG = Logger.getLogger(OcspClient.class);
    private static final int NONCE_OCTETS = 32;
    private static final int MAX_OCTETS = 64 * 1024;
    private static final int AT_ONCE = 64;
    private static final int CONNECTIONS = 16;
    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final OcspSigner signer;
    private final SecureRandom random;
    private final Clock clock;
    private final OcspMemory memory = new OcspMemory();
    private final AtomicInteger asking = new AtomicInteger();

    OcspClient(Vertx vertx, Provider signatures, SecureRandom random, Clock clock) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setMaxWaitQueueSize(AT_ONCE));
        this.signer = new OcspSigner(signatures);
        this.random = random;
        this.clock = clock;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** What the responder says; unknown if it says nothing that could be believed, or nothing in time. Never fails. */
    Uni<CertificateStatus> ask(
            RevocationRule.Responder responder, X509Certificate certificate, X509Certificate issuer) {
        OcspMemory.Subject subject = new OcspMemory.Subject(responder.address(), certificate, issuer);
        return memory.recall(subject, clock.instant())
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> question(responder, subject));
    }

    private Uni<CertificateStatus> question(RevocationRule.Responder responder, OcspMemory.Subject subject) {
        // T-23: beyond so many at once nobody waits
        if (asking.incrementAndGet() > AT_ONCE) {
            asking.decrementAndGet();
            return unknown(responder.address(), "too many questions at once");
        }
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        OcspQuestion question = new OcspQuestion(subject.certificate(), subject.issuer(), nonce);
        Uni<CertificateStatus> answer = Uni.createFrom()
                .completionStage(() -> new BoundedExchange(vertx, responder.timeout(), MAX_OCTETS)
                        .send(client, request(responder.address()), Buffer.buffer(question.encoded()))
                        .toCompletionStage())
                .map(response -> judged(responder, subject, question, response))
                .onTermination()
                .invoke(asking::decrementAndGet)
                .onFailure()
                .recoverWithUni(failure -> unknown(responder.address(), failure.getMessage()));
        return onThisContext(answer);
    }

    private static RequestOptions request(URI address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(address.toString())
                .putHeader("Content-Type", "application/ocsp-request")
                .putHeader("Accept", "application/ocsp-response");
    }

    private CertificateStatus judged(
            RevocationRule.Responder responder,
            OcspMemory.Subject subject,
            OcspQuestion question,
            BoundedExchange.Answer response) {
        if (response.status() != OK) {
            throw new IllegalStateException("status " + response.status());
        }
        try {
            Instant now = clock.instant();
            OcspQuestion.Answered answered = question.judge(response.body(), signer, now);
            memory.keep(subject, answered, now.plus(responder.cache()));
            return answered.status();
        } catch (UnusableAnswer unusable) {
            throw new IllegalStateException(unusable.getMessage(), unusable);
        }
    }

    private static Uni<CertificateStatus> unknown(URI responder, String why) {
        LOG.warnf("OCSP responder %s: %s", responder, why);
        return Uni.createFrom().item(CertificateStatus.UNKNOWN);
    }

    /** The next steps of a request belong to its own context, whoever's thread brought the answer. */
    private static <T> Uni<T> onThisContext(Uni<T> answer) {
        Context context = Vertx.currentContext();
        return context == null ? answer : answer.emitOn(work -> context.runOnContext(nothing -> work.run()));
    }
}
