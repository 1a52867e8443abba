package est.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads whole messages of PostgreSQL's protocol 3.0, one direction of one connection. Not thread-safe. */
final class PostgresMessages {

    private static final int LENGTH = Integer.BYTES;
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final DataInputStream in;

    PostgresMessages(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * A message as it was sent.
     *
     * @param type its first octet; 0 if it has none, as at the start of a connection
     * @param octets all of it
     */
    record Message(char type, byte[] octets) {

        /** Asks for encryption, which is answered by a single octet. */
        boolean asksForEncryption() {
            int code = type == 0 && octets.length == 2 * LENGTH
                    ? ByteBuffer.wrap(octets).getInt(LENGTH)
                    : 0;
            return code == SSL_REQUEST || code == GSS_REQUEST;
        }

        /** The text that begins at this octet behind type and length, and ends with a NUL. */
        String text(int offset) {
            int start = 1 + LENGTH + offset;
            int end = start;
            while (octets[end] != 0) {
                end++;
            }
            return new String(octets, start, end - start, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Message[" + type + ", " + octets.length + "]";
        }
    }

    /** The next one of those that have no type: the first of a client. */
    Message untyped() throws IOException {
        int length = in.readInt();
        return rest((char) 0, new byte[length], 0, length);
    }

    /** The single octet that answers a wish for encryption. */
    Message single() throws IOException {
        byte octet = in.readByte();
        return new Message((char) octet, new byte[] {octet});
    }

    /** The next message; empty at the end. */
    Optional<Message> next() throws IOException {
        int type = in.read();
        if (type < 0) {
            return Optional.empty();
        }
        int length = in.readInt();
        return Optional.of(rest((char) type, new byte[1 + length], 1, length));
    }

    /** Reads what follows the length that was read, and puts all into the octets. */
    private Message rest(char type, byte[] octets, int offset, int length) throws IOException {
        octets[0] = (byte) type;
        ByteBuffer.wrap(octets).putInt(offset, length);
        in.readFully(octets, offset + LENGTH, length - LENGTH);
        return new Message(type, octets);
    }
}
