package est.protocol;

import java.util.Arrays;

/**
 * One tag-length-value element inside a larger array that a {@link DerScan} has passed.
 *
 * @param octets the array, shared and not to be changed
 * @param tag the identifier octet
 * @param from where the element starts
 * @param contentFrom where its content starts
 * @param contentTo where its content ends
 * @param to where the element ends; behind the end-of-contents octets if it has an indefinite length
 */
record DerElement(byte[] octets, int tag, int from, int contentFrom, int contentTo, int to) {

    /** The elements inside this one. */
    DerCursor children() {
        return new DerCursor(octets, contentFrom, contentTo);
    }

    /** A copy of the whole element. */
    byte[] encoded() {
        return Arrays.copyOfRange(octets, from, to);
    }

    /** A copy of its content. */
    byte[] content() {
        return Arrays.copyOfRange(octets, contentFrom, contentTo);
    }

    int length() {
        return contentTo - contentFrom;
    }

    boolean isEmpty() {
        return length() == 0;
    }

    int contentAt(int index) {
        return octets[contentFrom + index] & 0xFF;
    }

    boolean contentEquals(byte[] expected) {
        return Arrays.equals(octets, contentFrom, contentTo, expected, 0, expected.length);
    }
}
