package est.ca.local;

import java.io.ByteArrayOutputStream;

/** A DER SEQUENCE around octets that are encoded already, so that signed octets are never encoded a second time. */
final class DerSequence {

    private static final int TAG = 0x30;

    private DerSequence() {}

    /** Tag, definite length in its shortest form (X.690 §10.1), and the parts one behind the other. */
    static byte[] of(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream(length + 6);
        der.write(TAG);
        writeLength(der, length);
        for (byte[] part : parts) {
            der.writeBytes(part);
        }
        return der.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream der, int length) {
        if (length < 0x80) {
            der.write(length);
            return;
        }
        int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        der.write(0x80 | octets);
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            der.write(length >>> shift);
        }
    }
}
