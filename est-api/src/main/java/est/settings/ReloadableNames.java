package est.settings;

import java.util.List;

/** Which settings a running server reads anew; all others count from the next start on. */
public final class ReloadableNames {

    private static final List<String> PREFIXES = List.of(
            "est.label.",
            "est.profile.",
            "est.trust-anchors.",
            "est.intermediates.",
            "est.revocation.",
            "est.authorizer.",
            "est.webhook.",
            "est.webhook-delivery.",
            "est.approval.");

    private ReloadableNames() {}

    /** Whether the setting of that name is one of them. */
    public static boolean contain(String name) {
        return PREFIXES.stream().anyMatch(name::startsWith);
    }
}
