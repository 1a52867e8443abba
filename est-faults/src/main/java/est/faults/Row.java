package est.faults;

import java.util.List;

/**
 * What came of a fault.
 *
 * @param fault which
 * @param times how often it was caused
 * @param violations what must never be, and was
 * @param certificates in the record after it
 * @param leftOpen enrollments in the record whose outcome nobody has settled
 */
record Row(Fault fault, int times, List<String> violations, long certificates, int leftOpen) {

    Row {
        violations = List.copyOf(violations);
    }
}
