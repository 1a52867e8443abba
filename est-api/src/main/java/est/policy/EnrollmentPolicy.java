package est.policy;

import static est.policy.PolicyRefusal.Reason.CHALLENGE_NOT_OFFERED;
import static est.policy.PolicyRefusal.Reason.KEY_NOT_ALLOWED;
import static est.policy.PolicyRefusal.Reason.NAME_CHANGE_NOT_OFFERED;
import static est.policy.PolicyRefusal.Reason.NOTHING_TO_RENEW;
import static est.policy.PolicyRefusal.Reason.OUTSIDE_CA_VALIDITY;

import est.identity.ClientIdentity;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.protocol.CertificationRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/** Judges an application: the grant, or a {@link PolicyRefusal} with its reason. Pure and thread-safe. */
public final class EnrollmentPolicy {

    private static final String CHANGE_SUBJECT_NAME = "1.3.6.1.5.5.7.7.36";

    /** otpChallenge, revocationChallenge, estIdentityLinking (RFC 7894 §3). */
    private static final Set<String> CHALLENGES =
            Set.of("1.2.840.113549.1.9.16.2.56", "1.2.840.113549.1.9.16.2.57", "1.2.840.113549.1.9.16.2.58");

    /** Judges by the profile of the application; cheapest and safest rules first. */
    public Grant judge(Application application) {
        CertificationRequest request = application.request();
        requireAllowedKey(request, application);
        requireNoNameChange(request);
        requireNoUnverifiedChallenge(request);
        RequestedExtensions.requireHarmless(request, application.profile());
        NameHygiene.requireClean(request.subject(), application.profile().subjectAttributes());
        NameHygiene.requireClean(request.alternativeNames());
        Optional<X509Certificate> renews = renewed(application);
        ClaimedNames names = grantedNames(application, renews);
        return new Grant(content(application, names), renews);
    }

    /** EST-ENR-05, T-17. */
    private static void requireAllowedKey(CertificationRequest request, Application application) {
        if (!application.profile().keys().contains(request.publicKey().name())) {
            throw new PolicyRefusal(
                    KEY_NOT_ALLOWED,
                    "the profile does not allow keys of kind "
                            + request.publicKey().name());
        }
        application.ownKeys().requireForeign(request.publicKey());
    }

    /** EST-REN-04: to ignore the wish would certify names the client no longer wants. */
    private static void requireNoNameChange(CertificationRequest request) {
        if (request.attributeTypes().contains(CHANGE_SUBJECT_NAME)) {
            throw new PolicyRefusal(
                    NAME_CHANGE_NOT_OFFERED, "ChangeSubjectName is not offered: enroll under the new names");
        }
    }

    /** EST-POP-12: every challenge that is present must hold, so one that nobody can check refuses the request. */
    private static void requireNoUnverifiedChallenge(CertificationRequest request) {
        if (request.attributeTypes().stream().anyMatch(CHALLENGES::contains)) {
            throw new PolicyRefusal(
                    CHALLENGE_NOT_OFFERED, "challenges of RFC 7894 are not offered: link by challengePassword");
        }
    }

    /** The certificate being renewed is the TLS client certificate, issued by this label's CA (EST-REN-07, -08). */
    private static Optional<X509Certificate> renewed(Application application) {
        if (!application.renewal()) {
            return Optional.empty();
        }
        ClientIdentity identity = application.identity();
        if (identity.kind() != ClientIdentity.Kind.ISSUED_CERTIFICATE) {
            throw new PolicyRefusal(
                    NOTHING_TO_RENEW,
                    "re-enrollment needs the TLS client certificate that is to be renewed; use simpleenroll");
        }
        return identity.certificate();
    }

    private static ClaimedNames grantedNames(Application application, Optional<X509Certificate> renews) {
        ClaimedNames requested = ClaimedNames.of(application.request());
        if (renews.isPresent()) {
            ClaimedNames certified = NameOwnership.renewed(requested, renews.get());
            NameOwnership.requireBound(certified, application.identity());
            return certified;
        }
        NameOwnership.requireOwned(requested, application.identity(), application.profile());
        return requested;
    }

    private static CertificateContent content(Application application, ClaimedNames names) {
        EnrollmentProfile profile = application.profile();
        Instant now = application.now().truncatedTo(ChronoUnit.SECONDS);
        return new CertificateContent(
                principal(names.subject()),
                names.alternativeNames().stream()
                        .map(EnrollmentPolicy::alternativeName)
                        .toList(),
                GrantedUsages.keyUsages(application.request()),
                GrantedUsages.extendedKeyUsages(application.request(), profile),
                List.of(),
                later(
                        now.minus(profile.backdating()),
                        application.ca().getNotBefore().toInstant()),
                earlier(
                        now.plus(profile.validity()),
                        application.ca().getNotAfter().toInstant(),
                        now));
    }

    /** I-12: a certificate never outlives its CA, nor begins before it. */
    private static Instant earlier(Instant wanted, Instant limit, Instant now) {
        if (!now.isBefore(limit)) {
            throw new PolicyRefusal(OUTSIDE_CA_VALIDITY, "the certification authority has expired");
        }
        return wanted.isBefore(limit) ? wanted : limit;
    }

    private static Instant later(Instant wanted, Instant limit) {
        return wanted.isAfter(limit) ? wanted : limit;
    }

    private static X500Principal principal(X500Name subject) {
        return new X500Principal(der(subject));
    }

    private static byte[] der(X500Name subject) {
        try {
            return subject.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Only the kinds that {@link NameHygiene} let pass arrive here. */
    private static AlternativeName alternativeName(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> AlternativeName.of(AlternativeName.Kind.DNS_NAME, ia5(name));
            case GeneralName.rfc822Name -> AlternativeName.of(AlternativeName.Kind.RFC822_NAME, ia5(name));
            case GeneralName.uniformResourceIdentifier -> AlternativeName.of(AlternativeName.Kind.URI, ia5(name));
            case GeneralName.iPAddress ->
                AlternativeName.ipAddress(
                        ASN1OctetString.getInstance(name.getName()).getOctets());
            default -> throw new IllegalStateException("a name of a kind that hygiene refuses");
        };
    }

    private static byte[] ia5(GeneralName name) {
        return ASN1IA5String.getInstance(name.getName()).getOctets();
    }
}
