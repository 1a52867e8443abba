package est.record;

import java.time.Duration;
import java.util.Optional;

/**
 * What makes an enrollment a repeat or a duplicate, and what becomes of it then. The arrays are taken over, not copied.
 *
 * @param key SHA-256 over what makes a repeat a repeat (I-3)
 * @param window how long after it was answered a repeat gets the same answer
 * @param device SHA-256 over what two certificates of one device have in common
 * @param duplicates whether the device may have another valid certificate
 * @param limit how many enrollments the identity may open that are no repeats
 */
public record RepeatRule(
        byte[] key, Duration window, byte[] device, Duplicates duplicates, Optional<IdentityLimit> limit) {

    /** Without a limit. */
    public RepeatRule(byte[] key, Duration window, byte[] device, Duplicates duplicates) {
        this(key, window, device, duplicates, Optional.empty());
    }

    /** What becomes of an enrollment for a device that has a valid certificate. */
    public enum Duplicates {
        /** It gets its own, beside that. */
        ALLOWED,
        /** It gets its own, beside that, but not while another one is being worked on for the device. */
        ALLOWED_ONE_BY_ONE,
        /** It gets its own, beside that, once a person has approved. */
        APPROVED,
        /** None is issued. */
        REFUSED,
        /** It gets its own, and the transaction that issues it revokes all others. */
        SUPERSEDING
    }

    /** Refuses what no row may hold. */
    public RepeatRule {
        if (key.length != 32 || device.length != 32) {
            throw new IllegalArgumentException("digest is not SHA-256");
        }
        if (window.isNegative()) {
            throw new IllegalArgumentException("a window that ends before it begins");
        }
    }

    /** Whether enrollments for the device are opened one after the other: only so can a rule count its certificates. */
    boolean oneByOne() {
        return duplicates != Duplicates.ALLOWED;
    }

    @Override
    public String toString() {
        return "RepeatRule[" + window + ", " + duplicates + "]";
    }
}
