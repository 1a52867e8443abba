package est.record;

/**
 * What an operator must have approved before an intent may be committed: exactly this content, not only these names.
 *
 * @param content SHA-256 over all that is granted but for the dates, which every repeat moves
 */
public record Consent(byte[] content) {

    /** Refuses what no row may hold. */
    public Consent {
        if (content.length != 32) {
            throw new IllegalArgumentException("digest is not SHA-256");
        }
    }
}
