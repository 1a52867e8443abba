package est.door;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a client offers in its first message (RFC 8446 §4.1.2), so far as the door decides by it: numbers as IANA gives them.
 * Immutable.
 *
 * @param extendedMasterSecret whether it offers that (RFC 7627 §5.1); TLS engines do not tell, and negotiate it whenever it is
 *     offered
 * @param tls13 whether it speaks TLS 1.3
 * @param cipherSuites what it would use
 * @param signatures the signatures it can verify
 * @param groups the curves it knows, or none if it does not say
 */
record ClientHello(
        boolean extendedMasterSecret,
        boolean tls13,
        Set<Integer> cipherSuites,
        Set<Integer> signatures,
        Optional<Set<Integer>> groups) {

    /** Of a client that said nothing a TLS server understands; the engine refuses it. */
    static final ClientHello UNREADABLE = new ClientHello(false, false, Set.of(), Set.of(), Optional.empty());

    private static final int CLIENT_HELLO = 1;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int TLS_13 = 0x0304;

    private static final int SUPPORTED_GROUPS = 10;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int EXTENDED_MASTER_SECRET = 23;
    private static final int SUPPORTED_VERSIONS = 43;

    /** Reads a whole handshake message. One that contradicts itself is {@link #UNREADABLE}. */
    static ClientHello parse(ByteBuffer message) {
        try {
            return message.hasRemaining() && message.get(0) == CLIENT_HELLO ? read(message) : UNREADABLE;
        } catch (BufferUnderflowException contradiction) {
            return UNREADABLE;
        }
    }

    private static ClientHello read(ByteBuffer message) {
        take(message, HANDSHAKE_HEADER + VERSION_AND_RANDOM);
        take(message, Byte.toUnsignedInt(message.get()));
        Set<Integer> cipherSuites = numbers(take(message, number(message)));
        take(message, Byte.toUnsignedInt(message.get()));
        boolean extendedMasterSecret = false;
        Set<Integer> versions = Set.of();
        Set<Integer> signatures = Set.of();
        Optional<Set<Integer>> groups = Optional.empty();
        ByteBuffer extensions = message.hasRemaining() ? take(message, number(message)) : message;
        while (extensions.hasRemaining()) {
            int type = number(extensions);
            ByteBuffer content = take(extensions, number(extensions));
            switch (type) {
                case EXTENDED_MASTER_SECRET -> extendedMasterSecret = true;
                case SUPPORTED_VERSIONS -> versions = numbers(take(content, Byte.toUnsignedInt(content.get())));
                case SIGNATURE_ALGORITHMS -> signatures = numbers(take(content, number(content)));
                case SUPPORTED_GROUPS -> groups = Optional.of(numbers(take(content, number(content))));
                default -> {}
            }
        }
        return new ClientHello(extendedMasterSecret, versions.contains(TLS_13), cipherSuites, signatures, groups);
    }

    private static int number(ByteBuffer buffer) {
        return Short.toUnsignedInt(buffer.getShort());
    }

    private static Set<Integer> numbers(ByteBuffer list) {
        Set<Integer> numbers = new HashSet<>();
        while (list.hasRemaining()) {
            numbers.add(number(list));
        }
        return numbers;
    }

    private static ByteBuffer take(ByteBuffer buffer, int octets) {
        if (buffer.remaining() < octets) {
            throw new BufferUnderflowException();
        }
        ByteBuffer taken = buffer.slice().limit(octets);
        buffer.position(buffer.position() + octets);
        return taken;
    }
}
