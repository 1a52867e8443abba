package est.policy;

import static est.policy.PolicyRefusal.Reason.CHALLENGE_NOT_OFFERED;
import static est.policy.PolicyRefusal.Reason.NOTHING_TO_RENEW;

import est.identity.ClientIdentity;
import est.pki.CertificateContent;
import est.protocol.CertificationRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/** Judges an application: the grant, or a {@link PolicyRefusal} with its reason. Pure and thread-safe. */
public final class EnrollmentPolicy {

    /** otpChallenge, revocationChallenge, estIdentityLinking (RFC 7894 §3). */
    private static final Set<String> CHALLENGES =
            Set.of("1.2.840.113549.1.9.16.2.56", "1.2.840.113549.1.9.16.2.57", "1.2.840.113549.1.9.16.2.58");

    /**
     * Refuses keys of kinds that the profile does not certify, before anybody spends time on their signatures (T-21). {@link #judge}
     * asks again, for it holds by itself.
     *
     * @throws PolicyRefusal if it is one
     */
    public void requireAllowedKey(EnrollmentProfile profile, CertificationRequest request) {
        profile.keys().requireAllowedKey(request);
    }

    /** Judges by the profile of the application; cheapest and safest rules first. */
    public Grant judge(Application application) {
        CertificationRequest request = application.request();
        EnrollmentProfile profile = application.profile();
        profile.keys().requireAllowed(request);
        application.ownKeys().requireForeign(request.publicKey());
        requireNoUnverifiedChallenge(request);
        profile.extensions().requireHarmless(request);
        ClaimedNames.of(request).requireClean(profile);
        return application.renewal() ? renewed(application) : enrolled(application);
    }

    private static Grant enrolled(Application application) {
        return new Grant(content(application, GrantedNames.enrolled(application)), Optional.empty());
    }

    private static Grant renewed(Application application) {
        X509Certificate current = renewable(application.identity());
        application.profile().renewal().requireDue(current, application.now());
        ClaimedNames names = GrantedNames.renewed(current, application);
        NameOwnership.requireBound(names, application.identity());
        return new Grant(content(application, names), Optional.of(current));
    }

    /** EST-POP-12: every challenge that is present must hold, so one that nobody can check refuses the request. */
    private static void requireNoUnverifiedChallenge(CertificationRequest request) {
        if (request.attributeTypes().stream().anyMatch(CHALLENGES::contains)) {
            throw new PolicyRefusal(
                    CHALLENGE_NOT_OFFERED, "challenges of RFC 7894 are not offered: link by challengePassword");
        }
    }

    /** The certificate being renewed is the TLS client certificate, issued by this label's CA (EST-REN-07, -08). */
    private static X509Certificate renewable(ClientIdentity identity) {
        if (identity.kind() != ClientIdentity.Kind.ISSUED_CERTIFICATE) {
            throw new PolicyRefusal(
                    NOTHING_TO_RENEW,
                    "re-enrollment needs the TLS client certificate that is to be renewed; use simpleenroll");
        }
        return identity.certificate().orElseThrow();
    }

    private static CertificateContent content(Application application, ClaimedNames names) {
        CertificationRequest request = application.request();
        EnrollmentProfile profile = application.profile();
        KeyTypeUsages usages = profile.usages().of(request.publicKey());
        return new CertificateContent(
                CertificateNames.subject(names),
                CertificateNames.alternativeNames(names),
                usages.keyUsages(request),
                usages.extendedKeyUsages(request),
                profile.extensions().granted(request),
                profile.validity().from(application.now(), application.ca()),
                profile.validity().to(application.now(), application.ca()));
    }
}
