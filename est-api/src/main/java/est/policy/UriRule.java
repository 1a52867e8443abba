package est.policy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which URIs a device may have; none without a scheme.
 *
 * @param schemes allowed schemes, in lower case
 * @param hosts hosts a URI may name, themselves or hosts below; empty for any, and for URIs without a host
 */
record UriRule(Set<String> schemes, List<String> hosts) {

    /** RFC 3986 §3.1; compared in the form RFC 5280 §4.2.1.6 and the hygiene rule want. */
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

    /** What a reader would run, or open on its own machine. */
    private static final Set<String> NEVER = Set.of("javascript", "data", "file", "vbscript");

    UriRule {
        schemes = Set.copyOf(schemes);
        hosts = List.copyOf(hosts);
    }

    static UriRule of(ProfileSettings.AlternativeNames settings, ProfileProperty property) {
        Set<String> schemes = settings.uriSchemes().orElse(Set.of());
        for (String scheme : schemes) {
            if (!SCHEME.matcher(scheme).matches() || NEVER.contains(scheme)) {
                throw property.of("uri-schemes").wrong(scheme + " is no scheme that can name a device");
            }
        }
        List<String> hosts = AlternativeNameRule.domains(settings.uriHosts(), "uri-hosts", property);
        if (schemes.isEmpty() && !hosts.isEmpty()) {
            throw property.of("uri-hosts").wrong("there is no host without uri-schemes");
        }
        return new UriRule(schemes, hosts);
    }

    /** Whether a URI that hygiene let pass is within the rule. */
    boolean allows(String text) {
        URI uri = URI.create(text);
        return schemes.contains(uri.getScheme()) && (hosts.isEmpty() || isHostAllowed(uri));
    }

    private boolean isHostAllowed(URI uri) {
        if (uri.getHost() == null) {
            return false;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(allowed -> host.equals(allowed) || host.endsWith("." + allowed));
    }
}
