package est.policy;

import java.net.IDN;
import java.util.regex.Pattern;

/** What a dNSName may look like (RFC 5280 §4.2.1.6, RFC 1034 §3.5, T-13). */
final class DnsName {

    private static final int MAX_LENGTH = 253;
    private static final Pattern LABELS = Pattern.compile(
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern NUMERIC_LAST_LABEL = Pattern.compile("(?:.*\\.)?[0-9]+");
    private static final String ACE_PREFIX = "xn--";
    private static final int HYPHENS_AT = 2;

    private DnsName() {}

    /** Letters, digits and hyphens in labels up to 63; no wildcard, underscore, trailing dot, IP text or broken IDNA. */
    static boolean isWellFormed(String name) {
        return name.length() <= MAX_LENGTH
                && LABELS.matcher(name).matches()
                && !NUMERIC_LAST_LABEL.matcher(name).matches()
                && hasValidInternationalLabels(name);
    }

    private static boolean hasValidInternationalLabels(String name) {
        for (String label : name.split("\\.", -1)) {
            if (label.startsWith("--", HYPHENS_AT) && !isValidAce(label)) {
                return false;
            }
        }
        return true;
    }

    /** Only {@code xn--} is assigned among the labels with hyphens in third and fourth place (RFC 5890 §2.3.1). */
    private static boolean isValidAce(String label) {
        if (!label.regionMatches(true, 0, ACE_PREFIX, 0, ACE_PREFIX.length())) {
            return false;
        }
        try {
            String unicode = IDN.toUnicode(label, IDN.USE_STD3_ASCII_RULES);
            return !unicode.equalsIgnoreCase(label)
                    && IDN.toASCII(unicode, IDN.USE_STD3_ASCII_RULES).equalsIgnoreCase(label);
        } catch (IllegalArgumentException invalid) {
            return false;
        }
    }
}
