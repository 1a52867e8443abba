package est.identity.throttle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from: an IPv4 address, or the 64 bits of an IPv6 address that one site has all addresses of.
 *
 * @param octets the address
 */
record SourceNetwork(byte[] octets) {

    private static final int SITE_OCTETS = 8;

    /** The network of a socket's address in its literal form. */
    static SourceNetwork of(String address) {
        int scope = address.indexOf('%');
        try {
            // a literal is never looked up
            return new SourceNetwork(InetAddress.getByName(scope < 0 ? address : address.substring(0, scope))
                    .getAddress());
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException("not the address of a socket", noLiteral);
        }
    }

    /** What counters go by. */
    String name() {
        boolean ipv6 = octets.length > Integer.BYTES;
        return HexFormat.of().formatHex(ipv6 ? Arrays.copyOf(octets, SITE_OCTETS) : octets);
    }

    @Override
    public String toString() {
        return name();
    }
}
