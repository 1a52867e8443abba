package est.identity;

import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * How a label's clients prove who they are.
 *
 * @param label the label; credentials and issued certificates of another one do not count (T-6)
 * @param methods accepted methods, any one suffices; never empty
 * @param manufacturerAnchors CA certificates whose end entities may enroll; possibly empty
 */
public record AuthenticationRule(
        String label, Set<AuthenticationMethod> methods, Set<X509Certificate> manufacturerAnchors) {

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

    boolean accepts(AuthenticationMethod method) {
        return methods.contains(method);
    }
}
