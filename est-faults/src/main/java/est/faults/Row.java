package est.faults;

import java.time.Duration;
import java.util.List;

/**
 * What came of a fault.
 *
 * @param fault which
 * @param times how often it was caused
 * @param violations what must never be, and was
 * @param certificates in the record after it
 * @param leftOpen enrollments in the record whose outcome nobody has settled
 * @param longestStart the longest that servers took to get ready again; zero if none was started
 */
record Row(Fault fault, int times, List<String> violations, long certificates, int leftOpen, Duration longestStart) {

    Row {
        violations = List.copyOf(violations);
    }
}
