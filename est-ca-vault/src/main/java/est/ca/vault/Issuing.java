package est.ca.vault;

import est.ca.CaException;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The one call that signs. Sent once per request (I-3): after the first octet only an answer counts. Thread-safe. */
final class Issuing {

    private static final Logger LOG = Logger.getLogger(Issuing.class);

    /** A CA whose clock is ahead of ours must still not go beyond the grant. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    private final String ca;
    private final SigningMode mode;
    private final String path;
    private final VaultCaSettings.ValidityParameter validity;
    private final TokenSource tokens;
    private final Clock clock;
    private final AtomicBoolean told = new AtomicBoolean();

    Issuing(String ca, SigningMode mode, VaultCaSettings.Vault settings, TokenSource tokens, Clock clock) {
        this.ca = ca;
        this.mode = mode;
        this.path = settings.mount()
                + settings.issuerRef().map(issuer -> "/issuer/" + issuer).orElse("")
                + "/" + mode.operation() + "/" + settings.role();
        this.validity = settings.validityParameter();
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Has the certificate signed. Fails with {@link CaException} and nothing else. */
    Future<Issuance> issue(IssuanceRequest request) {
        JsonObject content;
        try {
            content = content(request);
        } catch (CaException inexpressible) {
            return Future.failedFuture(inexpressible);
        }
        return tokens.ask(VaultCall.post("sign", path, content))
                .recover(failure -> Future.failedFuture(Outcomes.signing(failure)))
                .map(answer -> {
                    if (!answer.isSuccess()) {
                        throw Outcomes.signing(answer);
                    }
                    return issued(answer, request);
                });
    }

    private JsonObject content(IssuanceRequest request) {
        Instant end = request.granted().notAfter();
        JsonObject content = mode.content(request)
                .put("csr", Pem.write("CERTIFICATE REQUEST", request.certificationRequest()))
                .put("format", "pem")
                // else a CN that is no DNS name is refused, and one that is becomes an alternative name
                .put("exclude_cn_from_sans", true);
        return switch (validity) {
            case NOT_AFTER ->
                content.put("not_after", end.truncatedTo(ChronoUnit.SECONDS).toString());
            case TTL -> {
                long seconds = Duration.between(clock.instant(), end.minus(CLOCK_MARGIN))
                        .toSeconds();
                yield content.put("ttl", Math.max(1, seconds) + "s");
            }
        };
    }

    private Issuance issued(VaultAnswer answer, IssuanceRequest request) {
        try {
            JsonObject data = answer.data();
            X509Certificate certificate =
                    Pem.certificate(VaultAnswer.Json.text(data, "certificate").orElse(""));
            List<X509Certificate> chain = Pem.certificates(VaultAnswer.Json.texts(data.getValue("ca_chain")));
            if (chain.isEmpty()) {
                chain = Pem.certificates(
                        VaultAnswer.Json.text(data, "issuing_ca").stream().toList());
            }
            tellIfShortened(certificate, request, answer.warnings());
            return new Issuance.Issued(certificate, chain);
        } catch (CertificateException unreadable) {
            throw Outcomes.unreadable(unreadable);
        }
    }

    /** The CA may cut; once is worth a line, a thousand times a day is not. */
    private void tellIfShortened(X509Certificate certificate, IssuanceRequest request, List<String> warnings) {
        Duration cut = Duration.between(
                certificate.getNotAfter().toInstant(), request.granted().notAfter());
        if (cut.compareTo(CLOCK_MARGIN.multipliedBy(2)) > 0 && told.compareAndSet(false, true)) {
            LOG.warnf(
                    "CA %s issues for a shorter time than is granted, %s less this time: look at the role %s",
                    ca, cut, path);
        }
        if (!warnings.isEmpty()) {
            LOG.debugf("CA %s warned %d times about request %s", ca, warnings.size(), request.id());
        }
    }
}
