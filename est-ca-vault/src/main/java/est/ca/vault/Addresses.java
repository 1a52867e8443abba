package est.ca.vault;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listed addresses of one Vault: nobody else is ever asked (T-27). The one that answered last is asked first.
 * Thread-safe.
 */
final class Addresses {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /**
     * One address.
     *
     * @param tls whether it is https
     * @param host name or address
     * @param port never negative
     */
    record Address(boolean tls, String host, int port) {
        @Override
        public String toString() {
            return (tls ? "https://" : "http://") + host + ":" + port;
        }
    }

    private final List<Address> all;
    private final AtomicInteger preferred = new AtomicInteger();

    private Addresses(List<Address> all) {
        this.all = all;
    }

    /**
     * The addresses of a setting.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if one has a path, credentials or another scheme than https;
     *     http is for an agent on the same machine
     */
    static Addresses of(List<URI> uris, Property property) {
        Set<Address> all = new LinkedHashSet<>();
        for (URI uri : uris) {
            all.add(address(uri)
                    .orElseThrow(() -> property.defective("an address is https://host:port, without path, query or"
                            + " credentials; http is for loopback only")));
        }
        if (all.isEmpty()) {
            throw property.defective("is empty");
        }
        return new Addresses(List.copyOf(all));
    }

    private static Optional<Address> address(URI uri) {
        boolean bare = uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && bare && LOOPBACK.contains(uri.getHost());
        if (!bare || !(tls || plain)) {
            return Optional.empty();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return Optional.of(new Address(tls, uri.getHost(), port));
    }

    int size() {
        return all.size();
    }

    /** The one to ask at the n-th try. */
    Address at(int attempt) {
        return all.get(Math.floorMod(preferred.get() + attempt, all.size()));
    }

    /** It answered: it is asked first from now on. */
    void prefer(Address address) {
        preferred.set(all.indexOf(address));
    }

    /** The listed address a redirect leads to; empty if it leads anywhere else. */
    Optional<Address> redirected(String location) {
        try {
            URI uri = URI.create(location);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            return address(new URI(
                            uri.getScheme(), uri.getRawUserInfo(), uri.getHost(), uri.getPort(), null, null, null))
                    .filter(all::contains);
        } catch (IllegalArgumentException | URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
