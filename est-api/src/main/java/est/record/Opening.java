package est.record;

import java.time.Duration;
import java.util.UUID;

/** How the attempt to open an enrollment ended. */
public sealed interface Opening {

    /**
     * The intent is committed: the CA may be asked.
     *
     * @param id the enrollment
     * @param version fences this process: once another took the enrollment over, nothing can be recorded with it
     * @param reservesSecret whether a one-time secret is reserved for it
     */
    record Opened(UUID id, int version, boolean reservesSecret) implements Opening {}

    /**
     * A repeat of an answered request (I-3): the recorded certificate is the answer, and the replay is in the audit.
     *
     * @param enrollment the enrollment that was answered
     * @param certificate its certificate's DER
     */
    record Answered(UUID enrollment, byte[] certificate) implements Opening {

        @Override
        public String toString() {
            return "Answered[" + enrollment + "]";
        }
    }

    /**
     * The same request, or another one with the same one-time secret, or another holder's with the same key, is being worked on.
     *
     * @param retryAfter when it will have ended or lost its lease, whole seconds, at least one
     */
    record Running(Duration retryAfter) implements Opening {}

    /**
     * The key must not be certified.
     *
     * @param why for which reason
     */
    record KeyRefused(Why why) implements Opening {

        /** The reasons. */
        public enum Why {
            /** It is on the list of blocked keys (T-14). */
            BLOCKED,
            /** It was certified for another holder (T-17). */
            OF_ANOTHER
        }
    }

    /** The device has a valid certificate, and its label refuses a second one. Nothing was opened, no secret is reserved. */
    record Duplicate() implements Opening {}

    /**
     * The identity has opened as many enrollments as its label lets it.
     *
     * @param retryAfter when it may open one again, whole seconds, at least one
     */
    record Throttled(Duration retryAfter) implements Opening {}

    /**
     * The registry has the device in a state in which it may not enroll.
     *
     * @param state in which
     */
    record DeviceRefused(DeviceState state) implements Opening {}

    /**
     * An operator has to approve it first and none has, or one has rejected it.
     *
     * @param duplicate whether the device has a valid certificate already, at a label where that matters
     */
    record Unapproved(boolean duplicate) implements Opening {}

    /** The one-time secret is kept for another request, which waits for an operator. */
    record CredentialHeld() implements Opening {}

    /** The one-time secret is spent, expired or disabled, and this is no repeat of what it was spent on (I-11). */
    record CredentialSpent() implements Opening {}
}
