package est.policy;

import est.identity.CertificateNumber;
import est.identity.NameSpace;
import est.identity.RegistrationAuthority;
import java.math.BigInteger;
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
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.util.IPAddress;

/** Turns the settings of a label's registration authorities into policy entries, or names the property that is wrong. */
public final class RegistrationAuthorities {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern SERIAL = Pattern.compile("[0-9a-fA-F]{1,40}");

    /** Octets of a name without any part: SEQUENCE, length 0. */
    private static final int EMPTY = 2;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String label;
    private final Set<Object> seen = new HashSet<>();

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
        requireNamed(name, settings);
        if (settings.dnsSuffixes().isEmpty()
                && settings.deviceIds().isEmpty()
                && settings.eapIdentities().isEmpty()) {
            throw wrong(name, "", "says nobody to enroll for: set dns-suffixes, device-ids or eap-identities");
        }
        return new RegistrationAuthority(
                name,
                settings.certificates().orElse(Set.of()).stream()
                        .map(text -> fingerprint(name, text))
                        .collect(Collectors.toUnmodifiableSet()),
                numbers(name, settings),
                settings.subject().map(text -> subject(name, text)),
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

    private void requireNamed(String name, RegistrationAuthoritySettings settings) {
        if (settings.issuer().isPresent() != settings.serialNumbers().isPresent()) {
            throw wrong(
                    name,
                    settings.issuer().isPresent() ? ".issuer" : ".serial-numbers",
                    "set issuer and serial-numbers");
        }
        if (settings.certificates().isEmpty()
                && settings.serialNumbers().isEmpty()
                && settings.subject().isEmpty()) {
            throw wrong(name, "", "says not who it is: set certificates, issuer and serial-numbers, or subject");
        }
    }

    private Set<CertificateNumber> numbers(String name, RegistrationAuthoritySettings settings) {
        return settings.serialNumbers().orElse(Set.of()).stream()
                .map(text -> number(name, settings.issuer().orElseThrow(), text))
                .collect(Collectors.toUnmodifiableSet());
    }

    private CertificateNumber number(String name, String issuer, String serial) {
        CertificateNumber number =
                new CertificateNumber(distinguishedName(name, ".issuer", issuer), serial(name, serial));
        requireOnce(name, ".serial-numbers", "this certificate", number);
        return number;
    }

    private BigInteger serial(String name, String text) {
        String digits = text.replace(":", "");
        if (!SERIAL.matcher(digits).matches()) {
            throw wrong(name, ".serial-numbers", text + " is no serial number of at most 40 hexadecimal digits");
        }
        return new BigInteger(digits, 16);
    }

    private X500Principal subject(String name, String text) {
        X500Principal subject = distinguishedName(name, ".subject", text);
        if (subject.getEncoded().length <= EMPTY) {
            throw wrong(name, ".subject", "an empty name is nobody's");
        }
        requireOnce(name, ".subject", "this subject", subject);
        return subject;
    }

    private X500Principal distinguishedName(String name, String property, String text) {
        try {
            return new X500Principal(text);
        } catch (IllegalArgumentException unreadable) {
            throw wrong(name, property, text + " is no distinguished name as RFC 4514 writes it");
        }
    }

    /** One certificate is one authority: two entries would have two name spaces. */
    private void requireOnce(String name, String property, String what, Object named) {
        if (!seen.add(named)) {
            throw wrong(name, property, what + " is named twice at the label: " + named);
        }
    }

    private String fingerprint(String name, String text) {
        String fingerprint = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(fingerprint).matches()) {
            throw wrong(name, ".certificates", "a SHA-256 fingerprint has 64 hexadecimal digits");
        }
        requireOnce(name, ".certificates", "this certificate", fingerprint);
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
