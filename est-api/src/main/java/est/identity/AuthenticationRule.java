package est.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;

/**
 * How a label's clients prove who they are.
 *
 * @param label the label; credentials and issued certificates of another one do not count (T-6)
 * @param methods accepted methods, any one suffices; never empty
 * @param manufacturerAnchors CA certificates whose end entities may enroll; possibly empty
 * @param grace how long after its end a certificate of the label's own CA still counts (EST-REN-09)
 */
public record AuthenticationRule(
        String label, Set<AuthenticationMethod> methods, Set<X509Certificate> manufacturerAnchors, Duration grace) {

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if no method is accepted: such a label could serve nobody
     */
    public AuthenticationRule {
        methods = Set.copyOf(methods);
        manufacturerAnchors = Set.copyOf(manufacturerAnchors);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("label " + label + " accepts no authentication method");
        }
    }

    /** A rule without grace: an expired certificate is nobody's. */
    public AuthenticationRule(
            String label, Set<AuthenticationMethod> methods, Set<X509Certificate> manufacturerAnchors) {
        this(label, methods, manufacturerAnchors, Duration.ZERO);
    }

    /** The same rule for a request to renew: certificates that ended within the grace still count. */
    public AuthenticationRule withGrace(Duration afterEnd) {
        return new AuthenticationRule(label, methods, manufacturerAnchors, afterEnd);
    }

    boolean accepts(AuthenticationMethod method) {
        return methods.contains(method);
    }
}
