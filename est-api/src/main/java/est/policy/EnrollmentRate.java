package est.policy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often one identity may enroll under a label.
 *
 * @param enrollments so many times at most
 * @param window within so long
 */
public record EnrollmentRate(int enrollments, Duration window) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})([smhd])");

    /** More rows than that are not looked at for one request. */
    private static final int MOST = 10_000;

    private static final Duration LONGEST = Duration.ofDays(30);

    /**
     * As in the configuration: {@code 20/1h}.
     *
     * @throws IllegalArgumentException if it is no rate
     */
    public static EnrollmentRate of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a rate is a number and a time such as 20/1h");
        }
        int enrollments = Integer.parseInt(parts.group(1));
        Duration window = Duration.ofSeconds(Long.parseLong(parts.group(2)) * seconds(parts.group(3)));
        if (enrollments > MOST || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a rate is at most " + MOST + " in at most 30d");
        }
        return new EnrollmentRate(enrollments, window);
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
    }

    @Override
    public String toString() {
        return enrollments + "/" + window.toSeconds() + "s";
    }
}
