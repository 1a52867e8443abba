package est.ca.vault;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.IssuedCertificates;
import est.ca.Revocation;
import est.ca.RevocationLists;
import io.vertx.core.Future;
import io.vertx.core.net.SSLOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A certification authority behind a PKI engine. It draws serials itself, and remembers the last 4096 requests: the same
 * request id gives the same certificate. Never answers {@code Deferred}. Thread-safe; stages complete on a Vert.x thread.
 */
final class VaultCertificationAuthority implements CertificationAuthority {

    /**
     * The abilities of one mount.
     *
     * @param issuing signs
     * @param issuers tells CA certificates
     * @param lists hands out CRLs
     * @param revocation revokes, if the token may
     * @param lookup finds certificates, if they are stored
     * @param ocsp where the mount answers OCSP
     */
    record Abilities(
            Issuing issuing,
            IssuerCertificates issuers,
            RevocationLists lists,
            Optional<Revocation> revocation,
            Optional<IssuedCertificates> lookup,
            URI ocsp) {}

    private static final int UNSEALED = 200;

    private static final Logger LOG = Logger.getLogger(VaultCertificationAuthority.class);

    private final String name;
    private final Abilities abilities;
    private final VaultClient client;
    private final TokenSource tokens;
    private final VaultMeters meters;
    private final RecentIssuances recent = new RecentIssuances();
    private volatile boolean closed;

    VaultCertificationAuthority(
            String name, Abilities abilities, VaultClient client, TokenSource tokens, VaultMeters meters) {
        this.name = name;
        this.abilities = abilities;
        this.client = client;
        this.tokens = tokens;
        this.meters = meters;
    }

    @Override
    public CompletionStage<Issuance> issue(IssuanceRequest request) {
        Objects.requireNonNull(request, "request");
        return whileOpen(
                () -> recent.answer(request.id(), () -> abilities.issuing().issue(request)));
    }

    @Override
    public CompletionStage<CaCertificates> caCertificates() {
        return whileOpen(() -> abilities.issuers().current());
    }

    /** Unsealed, and willing to give this server a token. */
    @Override
    public CompletionStage<Void> probe() {
        return whileOpen(() -> client.exchange(VaultCall.get("health", "sys/health?standbyok=true&perfstandbyok=true"))
                .recover(failure -> Future.failedFuture(Outcomes.reading(failure)))
                .compose(answer -> answer.status() == UNSEALED
                        ? tokens.current().<Void>mapEmpty()
                        : Future.failedFuture(Outcomes.reading(answer))));
    }

    @Override
    public Optional<Revocation> revocation() {
        return abilities.revocation();
    }

    @Override
    public Optional<RevocationLists> revocationLists() {
        return Optional.of(abilities.lists());
    }

    @Override
    public Optional<IssuedCertificates> issuedCertificates() {
        return abilities.lookup();
    }

    @Override
    public Optional<URI> ocspResponder() {
        return Optional.of(abilities.ocsp());
    }

    /** Takes renewed TLS material for the connections to come. */
    void renewTls(SSLOptions options) {
        if (!closed) {
            client.renewTls(options)
                    .onFailure(unusable -> LOG.errorf(unusable, "CA %s keeps its TLS material of before", name));
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tokens.close();
            client.close();
            meters.close();
        }
    }

    private <T> CompletionStage<T> whileOpen(Supplier<Future<T>> call) {
        return (closed ? Future.<T>failedFuture(closed()) : call.get()).toCompletionStage();
    }

    /** What calls after the end complete with. */
    static CaException closed() {
        return CaException.unavailable("the certification authority is closed", Duration.ZERO, null);
    }

    @Override
    public String toString() {
        return "VaultCertificationAuthority[" + name + ", " + client.addresses() + "]";
    }
}
