package est.policy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression for whole device names, of few elements: characters, {@code .}, {@code [a-z0-9]}, {@code [^…]}, a backslash
 * before punctuation, and behind each of them one of {@code * + ? {n} {n,m}}. No groups, alternatives or references: so quantifiers do
 * not nest, and matching takes no more than length times length whoever matches (T-24). It means the same in Java and in PostgreSQL.
 */
public final class DevicePattern {
    private static final int LONGEST = 128;
    private static final int MOST_REPEATED = 256;

    private static final Pattern ELEMENT = Pattern.compile("(?:[a-z0-9 _:@#%&=!~,;<>/'\"`-]|\\.|\\\\[^a-z0-9 ]"
            + "|\\[\\^?(?:[a-z0-9]-[a-z0-9]|[a-z0-9 _:@.#])+-?])(?:[*+?]|\\{([0-9]{1,3})(?:,([0-9]{1,3}))?})?");

    private DevicePattern() {}

    /**
     * The pattern in lower case, as names are compared.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static String checked(String text) {
        String pattern = text.toLowerCase(Locale.ROOT);
        if (pattern.isEmpty() || pattern.length() > LONGEST || !pattern.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a pattern is 1 to " + LONGEST + " printable ASCII characters");
        }
        requireElements(pattern);
        try {
            Pattern.compile(pattern);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("a range or a number of repetitions of the pattern is upside down");
        }
        return pattern;
    }

    private static void requireElements(String pattern) {
        Matcher element = ELEMENT.matcher(pattern);
        int repeated = 0;
        int at = 0;
        while (at < pattern.length()) {
            if (!element.region(at, pattern.length()).lookingAt()) {
                throw new IllegalArgumentException(
                        "a pattern consists of characters, . [a-z0-9] [^a-z] and \\ before punctuation, each followed by one of"
                                + " * + ? {n} {n,m} at most; it has something else at position " + (at + 1));
            }
            repeated += times(element.group(1)) + times(element.group(2));
            at = element.end();
        }
        if (repeated > MOST_REPEATED) {
            throw new IllegalArgumentException(
                    "the numbers in braces of a pattern are " + MOST_REPEATED + " together at most");
        }
    }

    private static int times(@org.jspecify.annotations.Nullable String number) {
        return number == null ? 0 : Integer.parseInt(number);
    }
}
