package est.identity;

import static est.identity.AuthenticationFailure.Reason.AMBIGUOUS_CREDENTIALS;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_REQUIRED;
import static est.identity.AuthenticationFailure.Reason.PASSWORD_REQUIRED;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one place that decides who asks. Thread-safe; called anew for every request (I-7). */
@ApplicationScoped
public class Identification {

    private final CertificateIdentification byCertificate;
    private final PasswordIdentification byPassword;

    Identification(CertificateIdentification byCertificate, PasswordIdentification byPassword) {
        this.byCertificate = byCertificate;
        this.byPassword = byPassword;
    }

    /**
     * Identifies the client. A presented certificate is judged first: if it is bad nothing else helps, if it suffices the
     * header is not looked at (and no secret is spent). Where both are demanded the certificate is the identity and the header
     * confirms it.
     *
     * @param rule what the label accepts
     * @param presented what the client brought
     * @param address the client's socket address
     * @param caCertificates the certificates of the label's CA
     * @return the identity; fails with {@link AuthenticationFailure}
     */
    public Uni<ClientIdentity> identify(
            AuthenticationRule rule,
            PresentedCredentials presented,
            String address,
            Collection<X509Certificate> caCertificates) {
        return Uni.createFrom()
                .deferred(() -> presented.certificates().isEmpty()
                        ? complete(rule, presented.authorization(), address, Optional.empty())
                        // also where no certificate counts: a bad one is never anonymous
                        : byCertificate
                                .identify(rule, presented.certificates(), caCertificates)
                                .flatMap(
                                        good -> complete(rule, presented.authorization(), address, Optional.of(good))));
    }

    private Uni<ClientIdentity> complete(
            AuthenticationRule rule, List<String> authorization, String address, Optional<ClientIdentity> certified) {
        return switch (rule.accepted().demandOf(certified.isPresent())) {
            case CERTIFICATE_SUFFICES -> Uni.createFrom().item(certified.orElseThrow());
            case HEADER -> identifyByHeader(rule, authorization, address, certified);
            case NOTHING -> Uni.createFrom().item(ClientIdentity.anonymous());
            case CERTIFICATE ->
                throw new AuthenticationFailure(CERTIFICATE_REQUIRED, "a TLS client certificate is required");
        };
    }

    private Uni<ClientIdentity> identifyByHeader(
            AuthenticationRule rule, List<String> authorization, String address, Optional<ClientIdentity> certified) {
        if (authorization.isEmpty()) {
            throw new AuthenticationFailure(PASSWORD_REQUIRED, "authentication is required");
        }
        if (authorization.size() > 1) {
            throw new AuthenticationFailure(AMBIGUOUS_CREDENTIALS, "more than one Authorization header");
        }
        Set<AuthenticationMethod> methods = rule.accepted().inHeader(certified.isPresent());
        return byPassword
                .identify(rule, methods, authorization.get(0), address)
                .map(proven -> rule.accepted().sufficesAlone(proven.method())
                        ? proven.identity()
                        : certified.orElseThrow().confirmedBy(proven.identity()));
    }
}
