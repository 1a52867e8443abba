package est.enrollment;

import java.util.Locale;

/** What an enrollment was asked for by: part of what makes a repeat a repeat (I-3), and of the record. */
public enum EnrollmentOperation {
    /** RFC 7030 §4.2.1. */
    SIMPLEENROLL,
    /** RFC 7030 §4.2.2: the certificate shown is renewed. */
    SIMPLEREENROLL,
    /** The short-lived first certificate of python-est's clients. */
    BOOTSTRAP;

    /** As in the path. */
    String segment() {
        return name().toLowerCase(Locale.ROOT);
    }
}
