package est.operation;

import est.policy.Label;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request path, read from its raw octets. Exactly one spelling of each path is served (T-4): nothing is decoded, folded
 * or normalized, so an encoded, doubled or dotted spelling is simply another path, and unknown.
 *
 * @param label the label's name, {@link Label#DEFAULT} where the path has none
 * @param operation what is asked
 */
record EstPath(String label, EstOperation operation) {

    private static final Pattern SHAPE = Pattern.compile("/\\.well-known/est/(?:([a-z0-9]+)/)?([a-z]+)");

    static Optional<EstPath> of(String raw) {
        Matcher matcher = SHAPE.matcher(raw);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String label = matcher.group(1);
        if (label != null && EstOperations.isReserved(label)) {
            return Optional.empty();
        }
        return EstOperation.at(matcher.group(2))
                .map(operation -> new EstPath(label == null ? Label.DEFAULT : label, operation));
    }
}
