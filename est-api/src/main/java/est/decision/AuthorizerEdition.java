package est.decision;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The authorizers of one reading of the settings. */
public final class AuthorizerEdition implements AutoCloseable {

    static final AuthorizerEdition NONE = new AuthorizerEdition(0, Map.of());

    private final int number;
    private final Map<String, Authorizer> authorizers;

    AuthorizerEdition(int number, Map<String, Authorizer> authorizers) {
        this.number = number;
        this.authorizers = new TreeMap<>(authorizers);
    }

    /** Tells it from others of this process. */
    public int number() {
        return number;
    }

    /** The configured names, sorted. */
    public Set<String> names() {
        return new TreeSet<>(authorizers.keySet());
    }

    Optional<Authorizer> named(String name) {
        return Optional.ofNullable(authorizers.get(name));
    }

    /** Ends its connections. */
    @Override
    public void close() {
        authorizers.values().forEach(Authorizer::close);
    }
}
