package est.door;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads along with the first octets of a connection until the client's first message is whole, in however many records and
 * segments it comes (RFC 8446 §5.1). No record is read twice. Not thread-safe.
 */
final class ClientHelloPeek {

    /** Of records, headers included: far more than any client has to say. */
    static final int MAX_OCTETS = 16 * 1024;

    private static final int HANDSHAKE_RECORD = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;

    private byte[] message = new byte[0];
    private int read;
    private boolean done;
    private boolean excessive;
    private ClientHello hello = ClientHello.UNREADABLE;

    /**
     * Looks at what has arrived so far and leaves it as it is.
     *
     * @param octets everything since the connection began, the same and more at each call
     * @return whether nothing more needs to arrive: the message is whole, or it is none, and the engine refuses it, or it is
     *     {@link #excessive}
     */
    boolean look(ByteBuf octets) {
        while (!done) {
            int arrived = octets.readableBytes() - read;
            if (arrived >= RECORD_HEADER && !isHandshakeRecord(octets)) {
                finish(ClientHello.UNREADABLE);
            } else if (arrived >= RECORD_HEADER && arrived >= RECORD_HEADER + recordLength(octets)) {
                readRecord(octets);
            } else if (octets.readableBytes() >= MAX_OCTETS) {
                excess();
            } else {
                return false;
            }
        }
        return true;
    }

    private boolean isHandshakeRecord(ByteBuf octets) {
        int start = octets.readerIndex() + read;
        return octets.getByte(start) == HANDSHAKE_RECORD && octets.getByte(start + 1) == MAJOR_VERSION;
    }

    private int recordLength(ByteBuf octets) {
        return octets.getUnsignedShort(octets.readerIndex() + read + RECORD_HEADER - 2);
    }

    private void readRecord(ByteBuf octets) {
        int length = recordLength(octets);
        int joined = message.length;
        message = Arrays.copyOf(message, joined + length);
        octets.getBytes(octets.readerIndex() + read + RECORD_HEADER, message, joined, length);
        read += RECORD_HEADER + length;
        if (message.length < HANDSHAKE_HEADER) {
            return;
        }
        int whole = HANDSHAKE_HEADER + (ByteBuffer.wrap(message).getInt() & 0xFF_FFFF);
        if (whole > MAX_OCTETS) {
            excess();
        } else if (message.length >= whole) {
            finish(ClientHello.parse(ByteBuffer.wrap(message, 0, whole)));
        }
    }

    private void excess() {
        excessive = true;
        finish(ClientHello.UNREADABLE);
    }

    private void finish(ClientHello found) {
        done = true;
        hello = found;
        message = new byte[0];
    }

    /** Whether the message is larger than any that is waited for; engines would wait for six times as much. */
    boolean excessive() {
        return excessive;
    }

    /** What the client said, once nothing more needs to arrive. */
    ClientHello hello() {
        return hello;
    }
}
