package est.outbound;

import java.net.URI;
import java.util.Set;

/**
 * The one address of a party: nobody else is ever asked (T-27).
 *
 * @param tls whether it is https
 * @param host name or address
 * @param port never negative
 * @param target path and query
 */
record Endpoint(boolean tls, String host, int port, String target) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /**
     * The address of a setting.
     *
     * @throws IllegalArgumentException naming the property, if it has credentials, a fragment or another scheme than https;
     *     http is for a party on the same machine
     */
    static Endpoint of(String property, URI url) {
        boolean plausible = url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        boolean plain = "http".equalsIgnoreCase(url.getScheme()) && plausible && LOOPBACK.contains(url.getHost());
        if (!plausible || !(tls || plain)) {
            throw new IllegalArgumentException(
                    property + ": must be https://host:port/path, without credentials; http is for loopback only");
        }
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new Endpoint(
                tls, url.getHost(), port, url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
    }

    /** Without the query, which may hold a key of the party. */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return (tls ? "https://" : "http://") + host + ":" + port + (query < 0 ? target : target.substring(0, query));
    }
}
