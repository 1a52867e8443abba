package est.door;

import io.netty.buffer.ByteBuf;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads along with the first octets of a connection to learn whether the client offers the extended master secret (RFC
 * 7627 §5.1); TLS engines do not tell. Both engines negotiate it whenever it is offered. Not thread-safe.
 */
final class ClientHelloPeek {

    private static final int MAX_OCTETS = 32 * 1024;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int EXTENDED_MASTER_SECRET = 0x0017;

    private byte[] seen = new byte[0];
    private boolean done;
    private boolean offered;

    /** Looks at the readable octets and leaves them as they are. */
    void look(ByteBuf octets) {
        if (done) {
            return;
        }
        int offset = seen.length;
        int length = Math.min(octets.readableBytes(), MAX_OCTETS - offset);
        seen = Arrays.copyOf(seen, offset + length);
        octets.getBytes(octets.readerIndex(), seen, offset, length);
        try {
            offered = offersExtendedMasterSecret(handshakeMessage());
            finish();
        } catch (BufferUnderflowException e) {
            // not all of it yet, or a hello that contradicts itself: the engine refuses the latter
            if (seen.length == MAX_OCTETS) {
                finish();
            }
        }
    }

    /** Whether a complete hello was seen that offers it. */
    boolean offeredExtendedMasterSecret() {
        return offered;
    }

    boolean done() {
        return done;
    }

    private void finish() {
        done = true;
        seen = new byte[0];
    }

    /** Joins the fragments of the records (RFC 5246 §6.2.1) until the first handshake message is whole. */
    private ByteBuffer handshakeMessage() {
        ByteBuffer records = ByteBuffer.wrap(seen);
        ByteBuffer message = ByteBuffer.allocate(seen.length);
        while (message.position() < HANDSHAKE_HEADER || message.position() < lengthOf(message)) {
            if (records.remaining() < RECORD_HEADER) {
                throw new BufferUnderflowException();
            }
            int type = records.get();
            records.getShort();
            int length = Short.toUnsignedInt(records.getShort());
            if (type != HANDSHAKE_RECORD) {
                return ByteBuffer.allocate(0);
            }
            if (records.remaining() < length) {
                throw new BufferUnderflowException();
            }
            message.put(records.slice().limit(length));
            records.position(records.position() + length);
        }
        int length = lengthOf(message);
        return message.flip().limit(length);
    }

    private static int lengthOf(ByteBuffer message) {
        return HANDSHAKE_HEADER + (message.getInt(0) & 0xFF_FFFF);
    }

    private static boolean offersExtendedMasterSecret(ByteBuffer hello) {
        if (!hello.hasRemaining() || hello.get(0) != CLIENT_HELLO) {
            return false;
        }
        skip(hello, HANDSHAKE_HEADER + VERSION_AND_RANDOM);
        skip(hello, Byte.toUnsignedInt(hello.get()));
        skip(hello, Short.toUnsignedInt(hello.getShort()));
        skip(hello, Byte.toUnsignedInt(hello.get()));
        if (!hello.hasRemaining()) {
            return false;
        }
        hello.getShort();
        while (hello.hasRemaining()) {
            int type = Short.toUnsignedInt(hello.getShort());
            if (type == EXTENDED_MASTER_SECRET) {
                return true;
            }
            skip(hello, Short.toUnsignedInt(hello.getShort()));
        }
        return false;
    }

    private static void skip(ByteBuffer buffer, int octets) {
        if (buffer.remaining() < octets) {
            throw new BufferUnderflowException();
        }
        buffer.position(buffer.position() + octets);
    }
}
