package est.protocol;

import java.nio.ByteBuffer;

/** Writes identifier and length octets in DER: definite, in the fewest octets (X.690 §10.1). */
final class DerHeader {

    private DerHeader() {}

    /** How many octets an element with so much content has, header included. */
    static int elementLength(int content) {
        return content < 0x80 ? 2 + content : 2 + lengthOctets(content) + content;
    }

    /** Writes the header of an element with so much content. */
    static ByteBuffer put(ByteBuffer der, int tag, int content) {
        der.put((byte) tag);
        if (content < 0x80) {
            return der.put((byte) content);
        }
        int count = lengthOctets(content);
        der.put((byte) (0x80 | count));
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            der.put((byte) (content >>> shift));
        }
        return der;
    }

    private static int lengthOctets(int length) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    }
}
