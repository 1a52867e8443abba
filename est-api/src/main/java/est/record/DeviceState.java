package est.record;

/** What the operator says of a device. */
public enum DeviceState {
    /** Nothing: no entry is about it. */
    UNKNOWN,
    /** It may enroll. */
    ACTIVE,
    /** It is known, and may not enroll yet. */
    PENDING,
    /** It may not enroll. */
    DISABLED
}
