package est.record;

/**
 * Which keys may not be certified, as conditions of a statement, so that asking costs no round trip of its own. Arguments are the
 * key's digest, and but for the first rule the label, the holder, and whether the key may be shared.
 *
 * <p>Who opens an enrollment may miss one that is opened at the same moment. So whoever records a certificate asks once more: its own
 * intent was committed before, so of two holders at least the later one sees the other, and gives way. Both may.
 */
final class KeyRules {

    private KeyRules() {}

    /** T-14: the key with that digest is on the list. */
    static final String BLOCKED = "exists (select from est.blocked_key where spki_sha256 = %s offset 0)";

    /**
     * T-17: a certificate of ours has the key and is another holder's: of other names, or under another label. Revoked and
     * expired ones count.
     */
    static final String OF_ANOTHER = """
            (not %4$s and exists (
              select from est.certificate kc
              where kc.spki_sha256 = %1$s
                and (kc.label <> %2$s or (select ke.holder from est.enrollment ke where ke.id = kc.enrollment) <> %3$s) offset 0))""";

    /** By the index enrollment_key_in_work, whose condition this is. */
    private static final String RIVAL = """
            est.enrollment rival
              where rival.spki_sha256 = %1$s and coalesce(rival.state in ('INTENT', 'SIGNING', 'UNKNOWN'), false)
                and (rival.label <> %2$s or rival.holder <> %3$s)""";

    /** T-17: another holder's enrollment has the key and may still end with a certificate. */
    static final String SOUGHT_BY_ANOTHER = "(not %4$s and exists (select from " + RIVAL + " offset 0))";

    /**
     * Seconds until the last lease of such an enrollment has passed, a minute if it has and nobody has settled it; null if there is
     * none.
     */
    static final String SOUGHT_FOR = """
            (select max(case when rival.lease_until > now() then ceil(extract(epoch from rival.lease_until - now()))
              else 60 end)::integer from %s and not %%4$s)""".formatted(RIVAL);

    /** Of the enrollment with that name in the statement: its key is its own holder's alone, or may be shared. */
    static String isKeyOf(String enrollment) {
        return "not (" + ofAnotherThan(enrollment) + " or " + formatted(SOUGHT_BY_ANOTHER, enrollment) + ")";
    }

    /** Of the enrollment with that name in the statement: its key was certified for another holder, and may not be shared. */
    static String ofAnotherThan(String enrollment) {
        return formatted(OF_ANOTHER, enrollment);
    }

    /** An enrollment of the version before does not say whether its key may be shared: it is not held to it. */
    private static String formatted(String rule, String enrollment) {
        return rule.formatted(
                enrollment + ".spki_sha256",
                enrollment + ".label",
                enrollment + ".holder",
                "coalesce(" + enrollment + ".shares_key, true)");
    }
}
