package est.identity;

import java.util.Set;

/**
 * How a label's clients prove who they are.
 *
 * @param label the label; credentials and issued certificates of another one do not count (T-6)
 * @param methods accepted methods, any one suffices; never empty
 * @param trust which client certificates count beside those that the label's CA issued
 */
public record AuthenticationRule(String label, Set<AuthenticationMethod> methods, ClientTrust trust) {

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if no method is accepted: such a label could serve nobody
     */
    public AuthenticationRule {
        methods = Set.copyOf(methods);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("label " + label + " accepts no authentication method");
        }
    }

    boolean accepts(AuthenticationMethod method) {
        return methods.contains(method);
    }
}
