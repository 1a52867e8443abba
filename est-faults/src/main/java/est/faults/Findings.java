package est.faults;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was seen that must never be: one line each, each once. Thread-safe. */
final class Findings {

    private final Set<String> lines = new LinkedHashSet<>();

    /** Notes a violation. */
    synchronized void add(String violation) {
        lines.add(violation);
    }

    /** Notes the violation unless the rule held. */
    void require(boolean held, String violation) {
        if (!held) {
            add(violation);
        }
    }

    /** All so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
