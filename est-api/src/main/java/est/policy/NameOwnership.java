package est.policy;

import static est.policy.PolicyRefusal.Reason.NAME_MISSING;
import static est.policy.PolicyRefusal.Reason.NAME_NOT_YOURS;

import est.identity.ClientIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;

/** Which clean names an identity may have (EST-AUTH-11). Ownership comes from what authentication proved, never from the request. */
final class NameOwnership {

    private NameOwnership() {}

    /** Requires that a first enrollment claims only what this identity owns, and is granted nothing else. */
    static void requireOwned(ClaimedNames requested, ClaimedNames granted, Application application) {
        ClientIdentity identity = application.identity();
        SubjectRule rule = application.profile().subject();
        if (identity.kind() == ClientIdentity.Kind.ISSUED_CERTIFICATE) {
            requireSameSubject(granted, identity);
            requireBound(granted, identity);
            requireAlternatives(granted, deviceName(CertifiedNames.of(identity), rule), application);
            return;
        }
        if (identity.authority().isPresent()) {
            DelegatedNames.requireWithin(
                    granted, deviceName(granted, rule), identity.authority().get());
            return;
        }
        if (rule.reliesOnRequest()) {
            requireDevice(requested, deviceName(requested, rule), identity);
        }
        String device = deviceName(rule.namesDeviceItself() ? granted : requested, rule);
        requireAlternatives(granted, device, application);
    }

    /** Requires that changed names are those of the device that has the certificate; what else a subject says is free. */
    static void requireSameDevice(ClaimedNames changed, ClaimedNames certified, Application application) {
        String device = deviceName(certified, application.profile().subject());
        Set<String> names = namesOf(certified);
        names.add(device);
        boolean same = changed.commonName().map(names::contains).orElse(true)
                && changed.serialNumber().map(names::contains).orElse(true);
        if (!same) {
            throw notYours();
        }
        if (changed.isNobody()) {
            throw new PolicyRefusal(NAME_MISSING, "the new names name no device");
        }
        requireAlternatives(changed, device, application);
    }

    private static String deviceName(ClaimedNames names, SubjectRule rule) {
        String device = names.deviceName()
                .orElseThrow(() -> new PolicyRefusal(
                        NAME_MISSING, "the request names no device: give a common name or one dNSName"));
        rule.requireDeviceName(device);
        return device;
    }

    /**
     * A certificate of ours says which device this is: one without common name would else lend itself to any dNSName that a
     * request calls its device (T-7).
     */
    private static void requireSameSubject(ClaimedNames granted, ClientIdentity identity) {
        if (!NameComparison.areSame(
                granted.subject(), CertifiedNames.of(identity).subject())) {
            throw notYours();
        }
    }

    private static void requireDevice(ClaimedNames requested, String device, ClientIdentity identity) {
        boolean owned =
                switch (identity.kind()) {
                    case MANUFACTURER_CERTIFICATE -> isAmong(namesOf(CertifiedNames.of(identity)), requested, device);
                    // it owns no name: its name space is asked instead
                    case REGISTRATION_AUTHORITY -> false;
                    // what fixes no name is bound by the profile's device id alone
                    case ONE_TIME_SECRET, PASSWORD, ANONYMOUS -> true;
                    case ISSUED_CERTIFICATE -> throw new IllegalStateException("its subject is compared as a whole");
                };
        if (!owned || !isBound(requested, device, identity)) {
            throw notYours();
        }
    }

    /** A name that the user or secret beside a certificate fixes counts at re-enrollment too. */
    static void requireBound(ClaimedNames names, ClientIdentity identity) {
        if (!isBound(names, names.deviceName().orElse(""), identity)) {
            throw notYours();
        }
    }

    private static boolean isBound(ClaimedNames names, String device, ClientIdentity identity) {
        return identity.boundName()
                .map(name -> isAmong(Set.of(name), names, device))
                .orElse(true);
    }

    private static boolean isAmong(Set<String> names, ClaimedNames requested, String device) {
        return names.contains(device)
                && requested.serialNumber().map(names::contains).orElse(true);
    }

    /** A certificate stands for its own common name and serial number only. */
    private static Set<String> namesOf(ClaimedNames certified) {
        Set<String> names = new HashSet<>();
        certified.commonName().ifPresent(names::add);
        certified.serialNumber().ifPresent(names::add);
        return names;
    }

    private static void requireAlternatives(ClaimedNames granted, String device, Application application) {
        AlternativeNameRule rule = application.profile().alternativeNames();
        List<GeneralName> certified = application
                .identity()
                .certificate()
                .map(certificate -> CertifiedNames.of(certificate).alternativeNames())
                .orElse(List.of());
        boolean owned = granted.alternativeNames().stream()
                .allMatch(name -> certified.contains(name) || rule.allows(name, device));
        if (!owned) {
            throw notYours();
        }
    }

    private static PolicyRefusal notYours() {
        return new PolicyRefusal(NAME_NOT_YOURS, "the requested names are not those of this client");
    }
}
