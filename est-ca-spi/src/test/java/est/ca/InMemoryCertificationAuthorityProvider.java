package est.ca;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens in-memory authorities under the type {@code memory}, one per name. Thread-safe. */
public final class InMemoryCertificationAuthorityProvider implements CertificationAuthorityProvider {

    private final Map<String, InMemoryCertificationAuthority> authorities = new ConcurrentHashMap<>();

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public InMemoryCertificationAuthority open(String name) {
        return authority(name);
    }

    /** The authority of a name, which a test manipulates; the same that {@link #open} hands out. */
    public InMemoryCertificationAuthority authority(String name) {
        return authorities.computeIfAbsent(name, ignored -> new InMemoryCertificationAuthority());
    }
}
