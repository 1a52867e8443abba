package est.operation;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The closed list of operations: those of RFC 7030 §3.2.2, and python-est's bootstrap. */
enum EstOperation {
    CACERTS("cacerts", "GET"),
    SIMPLEENROLL("simpleenroll", "POST"),
    SIMPLEREENROLL("simplereenroll", "POST"),
    FULLCMC("fullcmc", "POST"),
    SERVERKEYGEN("serverkeygen", "POST"),
    CSRATTRS("csrattrs", "GET"),
    /** Of no RFC: the first certificate of python-est's clients, short-lived. Only where a label offers it. */
    BOOTSTRAP("bootstrap", "POST");

    private static final Map<String, EstOperation> BY_SEGMENT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EstOperation::segment, Function.identity()));

    private final String segment;
    private final String method;

    EstOperation(String segment, String method) {
        this.segment = segment;
        this.method = method;
    }

    static Optional<EstOperation> at(String segment) {
        return Optional.ofNullable(BY_SEGMENT.get(segment));
    }

    /** The last path segment. */
    String segment() {
        return segment;
    }

    /** HEAD is answered where GET is (EST-HTTP-02). */
    boolean accepts(String requested) {
        return method.equals(requested) || (reads() && "HEAD".equals(requested));
    }

    /** The value of the {@code Allow} header. */
    String allowed() {
        return reads() ? "GET, HEAD" : method;
    }

    private boolean reads() {
        return "GET".equals(method);
    }
}
