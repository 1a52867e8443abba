package est.policy;

import static est.policy.PolicyRefusal.Reason.HOSTILE_NAME;
import static est.policy.PolicyRefusal.Reason.NAMES_CHANGED;
import static est.policy.PolicyRefusal.Reason.NAME_MISSING;
import static est.policy.PolicyRefusal.Reason.NAME_NOT_YOURS;

import est.identity.ClientIdentity;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.GeneralName;

/** Which clean names an identity may have (EST-AUTH-11). Ownership comes from what authentication proved, never from the request. */
final class NameOwnership {

    private NameOwnership() {}

    /**
     * The names a re-enrollment is granted: those of the certificate being renewed, which the request may only repeat (T-7,
     * RFC 7030 §4.2.2). A request without alternative names inherits them (EST-REN-03).
     */
    static ClaimedNames renewed(ClaimedNames requested, X509Certificate current) {
        ClaimedNames certified = CertifiedNames.of(current);
        boolean sameSubject = NameComparison.areSame(requested.subject(), certified.subject());
        boolean sameAlternatives = requested.alternativeNames().isEmpty()
                || NameComparison.areSame(requested.alternativeNames(), certified.alternativeNames());
        if (!sameSubject || !sameAlternatives) {
            throw new PolicyRefusal(
                    NAMES_CHANGED,
                    "subject and alternative names must equal those of the certificate being renewed (RFC 7030 section 4.2.2)");
        }
        return certified;
    }

    /** Requires that a first enrollment claims only what this identity owns. */
    static void requireOwned(ClaimedNames requested, ClientIdentity identity, EnrollmentProfile profile) {
        String device = namedBy(requested, identity)
                .deviceName()
                .orElseThrow(() -> new PolicyRefusal(
                        NAME_MISSING, "the request names no device: give a common name or one dNSName"));
        if (!profile.deviceId().matcher(device).matches() && !DnsName.isWellFormed(device)) {
            throw new PolicyRefusal(
                    HOSTILE_NAME, "the device name is neither a DNS name nor a device id of the profile");
        }
        if (identity.authority().isPresent()) {
            DelegatedNames.requireWithin(requested, device, identity.authority().get());
            return;
        }
        requireDevice(requested, device, identity);
        requireAlternatives(requested.alternativeNames(), device, identity, profile);
    }

    /**
     * What says which device this is. For a certificate of ours that is the certificate: one without common name would else
     * lend itself to any dNSName that a request calls its device (T-7).
     */
    private static ClaimedNames namedBy(ClaimedNames requested, ClientIdentity identity) {
        return identity.kind() == ClientIdentity.Kind.ISSUED_CERTIFICATE ? certified(identity) : requested;
    }

    private static void requireDevice(ClaimedNames requested, String device, ClientIdentity identity) {
        boolean owned =
                switch (identity.kind()) {
                    case ISSUED_CERTIFICATE ->
                        NameComparison.areSame(
                                requested.subject(), certified(identity).subject());
                    case MANUFACTURER_CERTIFICATE ->
                        namesOf(identity).contains(device)
                                && requested
                                        .serialNumber()
                                        .map(namesOf(identity)::contains)
                                        .orElse(true);
                    // it owns no name: its name space was asked before
                    case REGISTRATION_AUTHORITY -> false;
                    case ONE_TIME_SECRET, PASSWORD -> isBoundName(requested, device, identity.boundName());
                };
        if (!owned) {
            throw notYours();
        }
    }

    private static boolean isBoundName(ClaimedNames requested, String device, Optional<String> boundName) {
        return boundName.isEmpty()
                || (boundName.get().equals(device)
                        && requested.serialNumber().map(boundName.get()::equals).orElse(true));
    }

    /** A manufacturer certificate stands for its own common name and serial number only. */
    private static Set<String> namesOf(ClientIdentity identity) {
        ClaimedNames certified = certified(identity);
        Set<String> names = new HashSet<>();
        certified.commonName().ifPresent(names::add);
        certified.serialNumber().ifPresent(names::add);
        return names;
    }

    private static void requireAlternatives(
            List<GeneralName> requested, String device, ClientIdentity identity, EnrollmentProfile profile) {
        List<GeneralName> certified = identity.certificate()
                .map(certificate -> CertifiedNames.of(certificate).alternativeNames())
                .orElse(List.of());
        boolean owned = requested.stream()
                .allMatch(name -> certified.contains(name) || isNameOfDevice(name, device, profile.dnsSuffixes()));
        if (!owned) {
            throw notYours();
        }
    }

    /** The device's own name, or that name under a domain of the profile. */
    private static boolean isNameOfDevice(GeneralName name, String device, List<String> suffixes) {
        if (name.getTagNo() != GeneralName.dNSName) {
            return false;
        }
        String dnsName = ((ASN1String) name.getName()).getString();
        return dnsName.equalsIgnoreCase(device)
                || suffixes.stream().anyMatch(suffix -> dnsName.equalsIgnoreCase(device + "." + suffix));
    }

    private static ClaimedNames certified(ClientIdentity identity) {
        return CertifiedNames.of(identity.certificate().orElseThrow());
    }

    private static PolicyRefusal notYours() {
        return new PolicyRefusal(NAME_NOT_YOURS, "the requested names are not those of this client");
    }
}
