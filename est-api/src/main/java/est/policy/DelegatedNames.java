package est.policy;

import static est.policy.PolicyRefusal.Reason.OUTSIDE_NAME_SPACE;

import est.identity.NameSpace;
import est.identity.RegistrationAuthority;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * Whether a registration authority may have these names certified (RFC 7030 §3.7, T-8): every name of the request must be in its
 * name space, whatever the authority itself is called. Domains and addresses are compared as name constraints are (RFC 5280
 * §4.2.1.10).
 */
final class DelegatedNames {

    /** The attributes that devices are known by. */
    private static final Set<ASN1ObjectIdentifier> NAMING = Set.of(BCStyle.CN, BCStyle.SERIALNUMBER, BCStyle.UID);

    private final NameSpace space;

    private DelegatedNames(NameSpace space) {
        this.space = space;
    }

    /** Requires that the authority may enroll for this device under all of these names. */
    static void requireWithin(ClaimedNames requested, String device, RegistrationAuthority authority) {
        DelegatedNames names = new DelegatedNames(authority.nameSpace());
        boolean within = names.haveSubject(requested)
                && requested.alternativeNames().stream().allMatch(names::have);
        if (!within) {
            throw PolicyRefusal.about(
                    OUTSIDE_NAME_SPACE,
                    "the registration authority may not enroll for a device of these names",
                    authority + " for " + device);
        }
    }

    private boolean haveSubject(ClaimedNames requested) {
        return Arrays.stream(requested.subject().getRDNs())
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .filter(attribute -> NAMING.contains(attribute.getType()))
                .allMatch(this::have);
    }

    private boolean have(AttributeTypeAndValue attribute) {
        ASN1Encodable value = attribute.getValue();
        if (!(value instanceof ASN1String string)) {
            return false;
        }
        String name = string.getString();
        if (matches(space.deviceIds(), name)) {
            return true;
        }
        // a serial number is neither a host nor a user
        return !attribute.getType().equals(BCStyle.SERIALNUMBER)
                && (matches(space.eapIdentities(), name)
                        || (DnsName.isWellFormed(name) && isBelow(new GeneralName(GeneralName.dNSName, name))));
    }

    private boolean have(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> isBelow(name);
            case GeneralName.iPAddress -> isAmong(space.ipRanges(), name);
            case GeneralName.rfc822Name -> matches(space.eapIdentities(), ((ASN1String) name.getName()).getString());
            default -> false;
        };
    }

    private boolean isBelow(GeneralName dnsName) {
        return isAmong(space.dnsSuffixes(), dnsName);
    }

    /** Without any subtree of a kind a validator permits every name of that kind. */
    private static boolean isAmong(Collection<String> permitted, GeneralName name) {
        if (permitted.isEmpty()) {
            return false;
        }
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        validator.intersectPermittedSubtree(subtrees(permitted, name.getTagNo()));
        try {
            validator.checkPermitted(name);
            return true;
        } catch (NameConstraintValidatorException outside) {
            return false;
        }
    }

    private static GeneralSubtree[] subtrees(Collection<String> permitted, int kind) {
        return List.copyOf(permitted).stream()
                .map(base -> new GeneralSubtree(new GeneralName(kind, base)))
                .toArray(GeneralSubtree[]::new);
    }

    private static boolean matches(Optional<Pattern> pattern, String name) {
        return pattern.map(wanted -> wanted.matcher(name).matches()).orElse(false);
    }
}
