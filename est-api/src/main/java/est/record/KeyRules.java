package est.record;

/** Which keys may not be certified, as conditions of a statement, so that asking costs no round trip of its own. */
final class KeyRules {

    /** T-14: the key with that digest is on the list. */
    static final String BLOCKED = "exists (select from est.blocked_key where spki_sha256 = %s)";

    /**
     * T-17: a certificate of ours has the key and is another holder's: of other names, or under another label. Revoked and
     * expired ones count. Arguments are the key's digest, the label, the holder, and whether that is allowed.
     */
    static final String OF_ANOTHER = """
            (not %4$s and exists (
              select from est.certificate c join est.enrollment e on e.id = c.enrollment
              where c.spki_sha256 = %1$s and (c.label <> %2$s or e.holder <> %3$s)))""";

    private KeyRules() {}
}
