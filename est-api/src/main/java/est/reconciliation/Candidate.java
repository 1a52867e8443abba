package est.reconciliation;

import est.issuance.Found;
import est.record.Attribution;

/**
 * A certificate that may be an enrollment's.
 *
 * @param found what the CA showed
 * @param attribution whose the record says it is
 */
record Candidate(Found found, Attribution attribution) {

    boolean isAnothers() {
        return attribution == Attribution.RECORDED;
    }

    /** Whether it may be the work of somebody who is not done yet. */
    boolean isInTheMaking() {
        return attribution == Attribution.BEING_ISSUED
                || (attribution == Attribution.ONE_OF_SEVERAL
                        && found.difference().isPresent());
    }

    /** Whether it is what was granted, and free to be recorded. */
    boolean isTheGranted() {
        return found.difference().isEmpty() && attribution != Attribution.SERIAL_REPEATED;
    }

    /**
     * Whether it is certain that revoking it takes nothing from anybody: the CA made it for this enrollment. One that only has
     * the same key and other content may be another registration authority's.
     */
    boolean isOursToRevoke() {
        return attribution == Attribution.UNRECORDED
                && (found.bySerial() || found.difference().isEmpty());
    }

    String whyNotDelivered() {
        if (attribution == Attribution.SERIAL_REPEATED) {
            return "its serial is another certificate's";
        }
        return found.difference().orElse("nobody can get it any more");
    }
}
