package est.record;

import java.time.Duration;

/** Whether a password may be looked at now. */
public sealed interface PasswordAttempt {

    /**
     * It may; what comes of it has to be told. The arrays are digests, taken over, not copied.
     *
     * @param atAddress the account with the network it came from
     * @param anywhere the account
     * @param chargedAtAddress whether it has been counted as a failure there already
     * @param chargedAnywhere whether it has been counted as a failure there already
     * @param remembered whether there is anything to forgive at the address
     */
    record Admitted(
            byte[] atAddress, byte[] anywhere, boolean chargedAtAddress, boolean chargedAnywhere, boolean remembered)
            implements PasswordAttempt {

        @Override
        public String toString() {
            return "Admitted[" + chargedAtAddress + ", " + chargedAnywhere + ", " + remembered + "]";
        }
    }

    /**
     * It may not: too many have failed.
     *
     * @param retryAfter when the next one may, whole seconds, at least one
     */
    record Delayed(Duration retryAfter) implements PasswordAttempt {}
}
