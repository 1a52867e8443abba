package est.pki;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One GeneralName of a subject alternative name (RFC 5280 §4.2.1.6): its kind and the content octets behind the
 * context tag, without tag and length. Immutable; equality is that of kind and octets.
 *
 * <p>The octets are the IA5 text for {@link Kind#RFC822_NAME}, {@link Kind#DNS_NAME} and {@link Kind#URI}, four or
 * sixteen address octets for {@link Kind#IP_ADDRESS}, and the DER content for the other kinds.
 */
public final class AlternativeName {

    /** The kinds of GeneralName, in the order of their context tags 0 to 8 (RFC 5280 §4.2.1.6). */
    public enum Kind {
        OTHER_NAME(0),
        RFC822_NAME(1),
        DNS_NAME(2),
        X400_ADDRESS(3),
        DIRECTORY_NAME(4),
        EDI_PARTY_NAME(5),
        URI(6),
        IP_ADDRESS(7),
        REGISTERED_ID(8);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        /** The context-specific tag number of this kind. */
        public int tag() {
            return tag;
        }

        private boolean isText() {
            return this == RFC822_NAME || this == DNS_NAME || this == URI;
        }
    }

    private final Kind kind;
    private final byte[] content;

    private AlternativeName(Kind kind, byte[] content) {
        this.kind = kind;
        this.content = content;
    }

    /**
     * A name of any kind from its content octets, which are copied.
     *
     * @throws IllegalArgumentException if an address has neither four nor sixteen octets, or a text is empty
     */
    public static AlternativeName of(Kind kind, byte[] content) {
        if (kind == Kind.IP_ADDRESS && content.length != 4 && content.length != 16) {
            throw new IllegalArgumentException("an iPAddress has 4 or 16 octets, not " + content.length);
        }
        if (content.length == 0) {
            throw new IllegalArgumentException("a name of kind " + kind + " is empty");
        }
        return new AlternativeName(kind, content.clone());
    }

    /**
     * A dNSName.
     *
     * @throws IllegalArgumentException if the name is empty or not ASCII; an encoder would silently write another name
     */
    public static AlternativeName dnsName(String name) {
        if (name.chars().anyMatch(character -> character > 0x7f)) {
            throw new IllegalArgumentException("a dNSName is IA5 text (RFC 5280 §4.2.1.6)");
        }
        return of(Kind.DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }

    /** An iPAddress of four or sixteen octets, network byte order. */
    public static AlternativeName ipAddress(byte[] address) {
        return of(Kind.IP_ADDRESS, address);
    }

    /** The kind of this name. */
    public Kind kind() {
        return kind;
    }

    /** The content octets, copied. */
    public byte[] content() {
        return content.clone();
    }

    /**
     * The text of a dNSName, rfc822Name or URI; empty for the other kinds. Octets outside IA5, which policy refuses, read
     * as Latin-1.
     */
    public Optional<String> text() {
        return kind.isText() ? Optional.of(new String(content, StandardCharsets.ISO_8859_1)) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlternativeName name && kind == name.kind && Arrays.equals(content, name.content);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return kind + ":"
                + (isPrintable() ? text().orElseThrow() : HexFormat.of().formatHex(content));
    }

    // Names come from strangers: what could break a log line is shown as hex.
    private boolean isPrintable() {
        return kind.isText()
                && IntStream.range(0, content.length).allMatch(i -> content[i] > 0x20 && content[i] < 0x7f);
    }
}
