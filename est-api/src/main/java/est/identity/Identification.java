package est.identity;

import static est.identity.AuthenticationFailure.Reason.AMBIGUOUS_CREDENTIALS;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_REQUIRED;
import static est.identity.AuthenticationFailure.Reason.PASSWORD_REQUIRED;
import static est.identity.AuthenticationMethod.CERTIFICATE;
import static est.identity.AuthenticationMethod.PASSWORD;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

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
     * Identifies the client. A presented certificate decides alone: if it is good the password is not looked at (and no
     * secret is spent), if it is bad no password helps.
     *
     * @param rule what the label accepts
     * @param presented what the client brought
     * @param caCertificates the certificates of the label's CA
     * @return the identity; fails with {@link AuthenticationFailure}
     */
    public Uni<ClientIdentity> identify(
            AuthenticationRule rule, PresentedCredentials presented, Collection<X509Certificate> caCertificates) {
        return Uni.createFrom().deferred(() -> {
            if (presented.certificates().isEmpty()) {
                return identifyByPassword(rule, presented.authorization());
            }
            Uni<ClientIdentity> certified = byCertificate.identify(rule, presented.certificates(), caCertificates);
            // where only passwords count, a good certificate proves nothing, but a bad one is still never anonymous
            return rule.accepts(CERTIFICATE)
                    ? certified
                    : certified.flatMap(good -> identifyByPassword(rule, presented.authorization()));
        });
    }

    private Uni<ClientIdentity> identifyByPassword(AuthenticationRule rule, List<String> authorization) {
        if (!rule.accepts(PASSWORD)) {
            throw new AuthenticationFailure(CERTIFICATE_REQUIRED, "a TLS client certificate is required");
        }
        if (authorization.isEmpty()) {
            throw new AuthenticationFailure(PASSWORD_REQUIRED, "authentication is required");
        }
        if (authorization.size() > 1) {
            throw new AuthenticationFailure(AMBIGUOUS_CREDENTIALS, "more than one Authorization header");
        }
        return byPassword.identify(rule, authorization.get(0));
    }
}
