package est.record;

/**
 * What a person may have to say about an intent before it is committed. An approval is for exactly this content, not only for these
 * names. A rejection counts in any case, and for the request, whatever would be granted.
 *
 * @param content SHA-256 over all that is granted but for the dates, which every repeat moves
 * @param demand when there has to be an approval
 */
public record Consent(byte[] content, Demand demand) {

    /** When nothing is committed without an approval. */
    public enum Demand {
        /** In any case. */
        ALWAYS,
        /** If the device has a valid certificate at that moment. */
        FOR_DUPLICATES,
        /** Never: somebody else has allowed it. */
        NEVER
    }

    /** Refuses what no row may hold. */
    public Consent {
        if (content.length != 32) {
            throw new IllegalArgumentException("digest is not SHA-256");
        }
    }

    /** Demanded in any case. */
    public Consent(byte[] content) {
        this(content, Demand.ALWAYS);
    }
}
