package est.policy;

import est.identity.NameSpace;
import est.identity.RegistrationAuthority;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.bouncycastle.util.IPAddress;

/** Turns the settings of a label's registration authorities into policy entries, or names the property that is wrong. */
public final class RegistrationAuthorities {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String label;
    private final Set<String> seen = new HashSet<>();

    private RegistrationAuthorities(String label) {
        this.label = label;
    }

    /**
     * The registration authorities of a label.
     *
     * @throws IllegalArgumentException naming the property that cannot be
     */
    public static List<RegistrationAuthority> of(String label, Map<String, RegistrationAuthoritySettings> settings) {
        RegistrationAuthorities authorities = new RegistrationAuthorities(label);
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(entry -> authorities.authority(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private RegistrationAuthority authority(String name, RegistrationAuthoritySettings settings) {
        if (!NAME.matcher(name).matches()) {
            throw wrong(name, "", "a name consists of lower case letters and digits");
        }
        if (settings.dnsSuffixes().isEmpty()
                && settings.deviceIds().isEmpty()
                && settings.eapIdentities().isEmpty()) {
            throw wrong(name, "", "says nobody to enroll for: set dns-suffixes, device-ids or eap-identities");
        }
        return new RegistrationAuthority(
                name,
                settings.certificates().stream()
                        .map(text -> fingerprint(name, text))
                        .collect(Collectors.toUnmodifiableSet()),
                new NameSpace(
                        settings.dnsSuffixes().orElse(List.of()).stream()
                                .map(suffix -> dnsSuffix(name, suffix))
                                .toList(),
                        settings.ipRanges().orElse(List.of()).stream()
                                .map(range -> ipRange(name, range))
                                .toList(),
                        pattern(name, "device-ids", settings.deviceIds()),
                        pattern(name, "eap-identities", settings.eapIdentities())));
    }

    /** One certificate is one authority: two entries would have two name spaces. */
    private String fingerprint(String name, String text) {
        String fingerprint = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(fingerprint).matches()) {
            throw wrong(name, ".certificates", "a SHA-256 fingerprint has 64 hexadecimal digits");
        }
        if (!seen.add(fingerprint)) {
            throw wrong(name, ".certificates", "this certificate is named twice at the label: " + fingerprint);
        }
        return fingerprint;
    }

    private String dnsSuffix(String name, String suffix) {
        if (!DnsName.isWellFormed(suffix)) {
            throw wrong(name, ".dns-suffixes", suffix + " is no DNS name");
        }
        return suffix.toLowerCase(Locale.ROOT);
    }

    private String ipRange(String name, String range) {
        boolean valid = IPAddress.isValidIPv4WithNetmask(range) || IPAddress.isValidIPv6WithNetmask(range);
        if (!valid) {
            throw wrong(name, ".ip-ranges", range + " is no range of addresses, such as 10.1.0.0/16");
        }
        return range;
    }

    private Optional<Pattern> pattern(String name, String property, Optional<String> text) {
        try {
            return text.map(Pattern::compile);
        } catch (PatternSyntaxException unreadable) {
            throw wrong(name, "." + property, unreadable.getDescription());
        }
    }

    private IllegalArgumentException wrong(String name, String property, String why) {
        return new IllegalArgumentException("est.label." + label + ".ra." + name + property + ": " + why);
    }
}
