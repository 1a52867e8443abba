package est.protocol;

/**
 * A cheap look over ASN.1 octets before any library builds objects from them (T-20): lengths fit, nesting and number of
 * elements are bounded, object identifiers are short. It keeps no more state than one slot per open level, so hostile
 * nesting costs nothing. Thread-safe.
 */
public final class DerScan {

    private static final int MAX_OID_OCTETS = 64;
    private static final int MAX_LENGTH_OCTETS = 4;
    private static final int CONSTRUCTED = 0x20;
    private static final int CLASS_BITS = 0xC0;
    private static final int NUMBER_BITS = 0x1F;
    private static final int TAG_BOOLEAN = 1;
    private static final int TAG_OID = 6;
    private static final int TAG_SEQUENCE = 16;
    private static final int TAG_SET = 17;

    /**
     * What a message may cost.
     *
     * @param octets length of the whole
     * @param depth levels of nesting
     * @param elements tag-length-value elements in all
     */
    public record Limits(int octets, int depth, int elements) {
        /** For one certification request: a body of 64 KiB, 16 levels, 2,000 elements. */
        public static final Limits REQUEST = new Limits(64 * 1024, 16, 2_000);

        /** For a bag of certificates: an answer of 256 KiB, 16 levels, and elements for some 300 certificates. */
        public static final Limits CERTIFICATES = new Limits(256 * 1024, 16, 32_000);
    }

    private final byte[] octets;
    private final int to;
    private final Limits limits;
    private final boolean der;
    private final int[] ends;
    private final boolean[] indefinite;
    private int position;
    private int open;
    private int elements;

    private DerScan(byte[] octets, int from, int to, Limits limits, boolean der) {
        this.octets = octets;
        this.position = from;
        this.to = to;
        this.limits = limits;
        this.der = der;
        this.ends = new int[limits.depth()];
        this.indefinite = new boolean[limits.depth()];
    }

    /**
     * Demands that the octets are one BER element within the limits, with nothing behind it. Indefinite lengths are
     * allowed (RFC 5967 §2.1).
     *
     * @throws MalformedMessageException if they are not
     */
    public static void requireBer(byte[] encoded, Limits limits) {
        require(encoded, 0, encoded.length, limits, false);
    }

    /**
     * Demands that the octets in the range are one DER element within the limits, with nothing behind it: minimal
     * lengths, no indefinite length, no string in pieces, one spelling of TRUE (T-16).
     *
     * @throws MalformedMessageException if they are not
     */
    public static void requireDer(byte[] encoded, int from, int to, Limits limits) {
        require(encoded, from, to, limits, true);
    }

    /** Whether {@link #requireDer} would pass the whole. */
    static boolean isDer(byte[] encoded, Limits limits) {
        try {
            requireDer(encoded, 0, encoded.length, limits);
            return true;
        } catch (MalformedMessageException notDer) {
            return false;
        }
    }

    private static void require(byte[] encoded, int from, int to, Limits limits, boolean der) {
        if (to - from > limits.octets()) {
            throw new MalformedMessageException("the message is longer than " + limits.octets() + " octets");
        }
        if (new DerScan(encoded, from, to, limits, der).passOne() != to) {
            throw new MalformedMessageException("there are octets behind the end of the ASN.1 structure");
        }
    }

    /** Where the element that starts at {@code from} ends; for elements of indefinite length. */
    static int endOfElement(byte[] encoded, int from, int to, Limits limits) {
        return new DerScan(encoded, from, to, limits, false).passOne();
    }

    private int passOne() {
        do {
            if (!passEndOfContents()) {
                passHeader();
            }
            while (open > 0 && !indefinite[open - 1] && position == ends[open - 1]) {
                open--;
            }
        } while (open > 0);
        return position;
    }

    private boolean passEndOfContents() {
        boolean ends = open > 0
                && indefinite[open - 1]
                && bound() - position >= 2
                && octets[position] == 0
                && octets[position + 1] == 0;
        if (ends) {
            position += 2;
            open--;
        }
        return ends;
    }

    private void passHeader() {
        if (++elements > limits.elements()) {
            throw new MalformedMessageException("the message has more than " + limits.elements() + " ASN.1 elements");
        }
        int tag = next();
        if (tag == 0 || (tag & NUMBER_BITS) == NUMBER_BITS) {
            throw new MalformedMessageException("the message has an ASN.1 tag that no such message uses");
        }
        requireForm(tag);
        boolean constructed = (tag & CONSTRUCTED) != 0;
        int first = next();
        if (first == 0x80) {
            if (der || !constructed) {
                throw new MalformedMessageException("an indefinite length stands where DER demands a definite one");
            }
            descend(bound(), true);
            return;
        }
        int length = first < 0x80 ? first : longLength(first & 0x7F);
        if (length > bound() - position) {
            throw cutShort();
        }
        if (constructed) {
            descend(position + length, false);
        } else {
            requirePrimitive(tag, length);
            position += length;
        }
    }

    private int longLength(int count) {
        if (count > MAX_LENGTH_OCTETS) {
            throw cutShort();
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | next();
        }
        // Minimal: no leading zero octet, and the long form only where the short one cannot say it (X.690 §10.1).
        if (der && (length < 0x80 || length >>> (8 * (count - 1)) == 0)) {
            throw new MalformedMessageException("a length is not encoded in the fewest octets, as DER demands");
        }
        return length > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) length;
    }

    private void requireForm(int tag) {
        if ((tag & CLASS_BITS) != 0) {
            return;
        }
        int number = tag & NUMBER_BITS;
        boolean constructed = (tag & CONSTRUCTED) != 0;
        boolean collection = number == TAG_SEQUENCE || number == TAG_SET;
        if ((collection && !constructed) || (der && constructed && !collection)) {
            throw new MalformedMessageException("a primitive ASN.1 value is constructed or the reverse");
        }
    }

    private void requirePrimitive(int tag, int length) {
        if (tag == TAG_OID && (length == 0 || length > MAX_OID_OCTETS)) {
            throw new MalformedMessageException(
                    "an object identifier is empty or longer than " + MAX_OID_OCTETS + " octets");
        }
        if (der && tag == TAG_BOOLEAN && (length != 1 || (octets[position] != 0 && octets[position] != (byte) 0xFF))) {
            throw new MalformedMessageException("a BOOLEAN is neither TRUE nor FALSE in DER");
        }
    }

    private void descend(int end, boolean withoutLength) {
        if (open == limits.depth()) {
            throw new MalformedMessageException("the message is nested deeper than " + limits.depth() + " levels");
        }
        ends[open] = end;
        indefinite[open] = withoutLength;
        open++;
    }

    private int bound() {
        return open == 0 ? to : ends[open - 1];
    }

    private int next() {
        if (position >= bound()) {
            throw cutShort();
        }
        return octets[position++] & 0xFF;
    }

    private static MalformedMessageException cutShort() {
        return new MalformedMessageException("the message is not ASN.1, or is cut short");
    }
}
