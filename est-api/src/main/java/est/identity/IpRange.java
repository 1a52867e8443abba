package est.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network in CIDR form (RFC 4632, RFC 4291 §2.3), of four or sixteen octets. Immutable. */
public final class IpRange {

    /** Digits and separators of addresses only, so that no name is ever looked up. */
    private static final Pattern CIDR = Pattern.compile("([0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/([0-9]{1,3})");

    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private final byte[] network;
    private final int prefix;

    private IpRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** The range of a text; empty if it is none, or has bits set behind its prefix. */
    public static Optional<IpRange> of(String text) {
        Matcher cidr = CIDR.matcher(text);
        if (!cidr.matches()) {
            return Optional.empty();
        }
        boolean ipv6 = cidr.group(1).contains(":");
        if (!ipv6 && !FOUR_NUMBERS.matcher(cidr.group(1)).matches()) {
            return Optional.empty();
        }
        try {
            byte[] network = InetAddress.getByName(cidr.group(1)).getAddress();
            int prefix = Integer.parseInt(cidr.group(2));
            boolean whole = network.length == (ipv6 ? 16 : 4)
                    && prefix <= network.length * Byte.SIZE
                    && hasNoBitBehind(network, prefix);
            return whole ? Optional.of(new IpRange(network, prefix)) : Optional.empty();
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private static boolean hasNoBitBehind(byte[] network, int prefix) {
        for (int bit = prefix; bit < network.length * Byte.SIZE; bit++) {
            if (isSet(network, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it holds that address, of four or sixteen octets; one of the other length never. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (isSet(address, bit) != isSet(network, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] octets, int bit) {
        return (octets[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0;
    }
}
