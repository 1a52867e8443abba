package est.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Turns profile settings into valid profiles, or names the property that is wrong. */
public final class EnrollmentProfiles {

    /** What the TLS engine can verify a client certificate with; others come with an engine choice per label. */
    private static final Set<String> KEYS = Set.of("RSA-2048", "RSA-3072", "RSA-4096", "P-256", "P-384");

    private static final Map<String, ASN1ObjectIdentifier> ATTRIBUTES = Map.of(
            "CN", BCStyle.CN,
            "serialNumber", BCStyle.SERIALNUMBER,
            "O", BCStyle.O,
            "OU", BCStyle.OU,
            "L", BCStyle.L,
            "ST", BCStyle.ST,
            "C", BCStyle.C,
            "DC", BCStyle.DC,
            "UID", BCStyle.UID);

    private static final Map<String, ASN1ObjectIdentifier> USAGES = Map.of(
            "serverAuth", KeyPurposeId.id_kp_serverAuth.toOID(),
            "clientAuth", KeyPurposeId.id_kp_clientAuth.toOID(),
            "emailProtection", KeyPurposeId.id_kp_emailProtection.toOID());

    private EnrollmentProfiles() {}

    /**
     * The profile of the given name.
     *
     * @throws IllegalArgumentException naming the property that cannot be
     */
    public static EnrollmentProfile of(String name, ProfileSettings.Profile settings) {
        return new EnrollmentProfile(
                name,
                keys(name, settings),
                settings.validity(),
                settings.backdating(),
                settings.extendedKeyUsages().stream()
                        .map(usage -> usage(name, usage))
                        .toList(),
                settings.subjectAttributes().stream()
                        .map(attribute -> attribute(name, attribute))
                        .collect(Collectors.toUnmodifiableSet()),
                deviceId(name, settings),
                settings.dnsSuffixes().orElse(List.of()).stream()
                        .map(suffix -> dnsSuffix(name, suffix))
                        .toList(),
                settings.unlistedExtensions() == ProfileSettings.UnlistedExtensions.REFUSE,
                settings.keyReuse() == ProfileSettings.KeyReuse.ANY);
    }

    private static Set<String> keys(String name, ProfileSettings.Profile settings) {
        if (!KEYS.containsAll(settings.keys())) {
            throw wrong(name, "keys", "allowed are RSA-2048, RSA-3072, RSA-4096, P-256, P-384");
        }
        return settings.keys();
    }

    private static ASN1ObjectIdentifier attribute(String name, String attribute) {
        ASN1ObjectIdentifier type = ATTRIBUTES.get(attribute);
        if (type == null) {
            throw wrong(name, "subject-attributes", "unknown attribute " + attribute);
        }
        return type;
    }

    private static ASN1ObjectIdentifier usage(String name, String usage) {
        ASN1ObjectIdentifier known = USAGES.get(usage);
        ASN1ObjectIdentifier oid = known != null ? known : ASN1ObjectIdentifier.tryFromID(usage);
        if (oid == null || RequestedExtensions.isPrivileged(oid)) {
            throw wrong(name, "extended-key-usages", usage + " cannot be granted");
        }
        return oid;
    }

    private static Pattern deviceId(String name, ProfileSettings.Profile settings) {
        try {
            return Pattern.compile(settings.deviceId());
        } catch (PatternSyntaxException unreadable) {
            throw wrong(name, "device-id", unreadable.getDescription());
        }
    }

    private static String dnsSuffix(String name, String suffix) {
        if (!DnsName.isWellFormed(suffix)) {
            throw wrong(name, "dns-suffixes", suffix + " is no DNS name");
        }
        return suffix.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(String name, String property, String why) {
        return new IllegalArgumentException("est.profile." + name + "." + property + ": " + why);
    }
}
