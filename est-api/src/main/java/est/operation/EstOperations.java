package est.operation;

import java.util.Set;

/**
 * Path segments that name operations, ours and those of the RFCs around EST. A draft's {@code renewal-info} has a hyphen
 * and so is no label anyway.
 */
public final class EstOperations {

    /** RFC 7030 §3.2.2 and RFC 8295 §2; {@code default} is the label without a segment. */
    private static final Set<String> RESERVED = Set.of(
            "cacerts",
            "simpleenroll",
            "simplereenroll",
            "fullcmc",
            "serverkeygen",
            "csrattrs",
            "bootstrap",
            "pal",
            "eecerts",
            "crls",
            "symmetrickeys",
            "firmware",
            "tamp",
            "default");

    private EstOperations() {}

    /** Whether a segment can never be a label (EST-LBL-02). */
    public static boolean isReserved(String segment) {
        return RESERVED.contains(segment);
    }
}
