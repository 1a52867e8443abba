package est.policy;

/** Which devices a label serves, as the registry of devices knows them. A disabled one never. */
public enum DeviceRule {
    /** All that are not disabled. */
    ANY,
    /** Active ones only. */
    KNOWN,
    /** Active ones, and unknown ones once an operator approves, which registers them. */
    APPROVE
}
