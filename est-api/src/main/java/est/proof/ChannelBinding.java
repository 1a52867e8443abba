package est.proof;

import java.util.Arrays;

/**
 * What ties a request to one TLS session (RFC 7030 §3.5).
 *
 * @param kind which binding the session offers
 * @param value {@code tls-unique}: the first Finished of the latest handshake (RFC 5929 §3.1); {@code tls-exporter}: 32
 *     octets exported with the label {@code EXPORTER-Channel-Binding} (RFC 9266 §2)
 */
public record ChannelBinding(Kind kind, byte[] value) {

    /** The two bindings EST knows. */
    public enum Kind {
        /** TLS 1.2 only. */
        TLS_UNIQUE,
        /** TLS 1.3 only. */
        TLS_EXPORTER
    }

    /** Copies the value. */
    public ChannelBinding {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBinding binding && kind == binding.kind && Arrays.equals(value, binding.value);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "ChannelBinding[" + kind + "]";
    }
}
