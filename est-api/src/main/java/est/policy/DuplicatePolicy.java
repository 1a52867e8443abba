package est.policy;

/**
 * What a label does with an enrollment that is not the first: of the same request again (I-3), or of a device that has a valid
 * certificate. A device that shows a certificate of the label is no duplicate of itself, whatever it asks for.
 */
public enum DuplicatePolicy {
    /** Every request is a new one. */
    ALLOW,
    /** The same request again gets the same certificate while the replay window lasts; any other one gets its own. */
    REPLAY,
    /** As {@link #REPLAY} for the same request; any other one for a device that has a valid certificate is refused. */
    REJECT,
    /** As {@link #REPLAY} for the same request; any other one revokes the device's valid certificates when it is issued. */
    REPLACE,
    /** As {@link #REPLAY} for the same request; any other one for a device that has a valid certificate waits for an operator. */
    APPROVE
}
