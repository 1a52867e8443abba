package est.protocol;

/**
 * Walks over the elements of octets that a {@link DerScan} has passed, without copying them. Every failure is a
 * {@link MalformedMessageException} that names what was looked for. Not thread-safe.
 */
final class DerCursor {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int CONTEXT_0 = 0xA0;
    static final int CONTEXT_1 = 0xA1;
    static final int BOOLEAN = 0x01;

    private final byte[] octets;
    private final int end;
    private int position;

    DerCursor(byte[] octets, int from, int to) {
        this.octets = octets;
        this.position = from;
        this.end = to;
    }

    /** A cursor over a whole array. */
    static DerCursor over(byte[] octets) {
        return new DerCursor(octets, 0, octets.length);
    }

    boolean hasNext() {
        return position < end;
    }

    /** Whether the next element has this tag. */
    boolean isAt(int tag) {
        return hasNext() && (octets[position] & 0xFF) == tag;
    }

    /** The tag of the next element; 0, which is none, at the end. */
    int tag() {
        return hasNext() ? octets[position] & 0xFF : 0;
    }

    /** The next element, without going on to the one behind it. */
    DerElement peek(String what) {
        return new DerCursor(octets, position, end).next(what);
    }

    /** The next element, whatever it is. */
    DerElement next(String what) {
        int from = position;
        int tag = octet(what);
        int first = octet(what);
        if (first == 0x80) {
            int to = DerScan.endOfElement(octets, from, end, DerScan.Limits.CERTIFICATES);
            int contentFrom = position;
            position = to;
            return new DerElement(octets, tag, from, contentFrom, to - 2, to);
        }
        int length = first;
        if (first > 0x80) {
            length = 0;
            for (int i = first & 0x7F; i > 0; i--) {
                length = length << 8 | octet(what);
            }
        }
        if (length < 0 || length > end - position) {
            throw missing(what);
        }
        int contentFrom = position;
        position += length;
        return new DerElement(octets, tag, from, contentFrom, position, position);
    }

    /** The next element, which must have this tag. */
    DerElement next(int tag, String what) {
        if (!isAt(tag)) {
            throw missing(what);
        }
        return next(what);
    }

    /** Demands that nothing follows. */
    void requireEnd(String what) {
        if (hasNext()) {
            throw new MalformedMessageException("there is more than is allowed in the " + what);
        }
    }

    private int octet(String what) {
        if (position >= end) {
            throw missing(what);
        }
        return octets[position++] & 0xFF;
    }

    private static MalformedMessageException missing(String what) {
        return new MalformedMessageException("the " + what + " is missing or has the wrong type");
    }
}
