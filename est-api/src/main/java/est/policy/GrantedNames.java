package est.policy;

import static est.policy.PolicyRefusal.Reason.NAME_CHANGE_NOT_OFFERED;

import est.identity.ClientIdentity;
import est.protocol.CertificationRequest;
import est.protocol.NameChange;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.X500Name;

/** Which names a certificate gets: made by the profile from what the request states, and owned by the client. */
final class GrantedNames {

    private GrantedNames() {}

    /** The names of a first enrollment. */
    static ClaimedNames enrolled(Application application) {
        CertificationRequest request = application.request();
        if (request.nameChange().isPresent()) {
            throw new PolicyRefusal(
                    NAME_CHANGE_NOT_OFFERED,
                    "ChangeSubjectName belongs to a re-enrollment: enroll under the new names");
        }
        ClaimedNames requested = ClaimedNames.of(request);
        ClaimedNames granted = made(requested, application);
        NameOwnership.requireOwned(requested, granted, application);
        return granted;
    }

    /** The names of a re-enrollment: those of the certificate being renewed, or where offered those it is changed to. */
    static ClaimedNames renewed(X509Certificate current, Application application) {
        RenewalRule rule = application.profile().renewal();
        ClaimedNames certified = CertifiedNames.of(current);
        application.request().nameChange().ifPresent(change -> rule.requireNameChangeOffered());
        rule.requireSameNames(ClaimedNames.of(application.request()), certified);
        return application
                .request()
                .nameChange()
                .map(change -> changed(change, certified, application))
                .orElse(certified);
    }

    /** EST-REN-04: what the profile makes of the new names, which must be those of the same device. */
    private static ClaimedNames changed(NameChange change, ClaimedNames certified, Application application) {
        ClaimedNames wanted = new ClaimedNames(change.subject(), change.alternativeNames());
        wanted.requireClean(application.profile());
        ClaimedNames granted = made(wanted, application);
        NameOwnership.requireSameDevice(granted, certified, application);
        return granted;
    }

    private static ClaimedNames made(ClaimedNames requested, Application application) {
        EnrollmentProfile profile = application.profile();
        X500Name subject = keepsSubject(requested, application.identity())
                ? requested.subject()
                : profile.subject().granted(requested, application);
        return profile.alternativeNames().complete(new ClaimedNames(subject, requested.alternativeNames()));
    }

    /** What a template once made is not filled into it again when a device gets a further certificate (EST-ENR-13). */
    private static boolean keepsSubject(ClaimedNames requested, ClientIdentity identity) {
        return identity.kind() == ClientIdentity.Kind.ISSUED_CERTIFICATE
                && NameComparison.areSame(
                        requested.subject(), CertifiedNames.of(identity).subject());
    }
}
