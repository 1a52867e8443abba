package est.policy;

/** A named bundle of settings for a label and its profile; what the operator sets counts more. */
public enum LabelPreset {
    /** As RFC 7030 has it, and as labels without a preset are. */
    RFC7030,
    /** Networked media devices: AMWA BCP-003-03. */
    NMOS,
    /** A gateway that enrolls devices for EAP-TLS. */
    WIFI
}
