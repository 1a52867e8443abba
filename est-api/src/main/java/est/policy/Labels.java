package est.policy;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** All labels of one configuration, immutable (I-13). */
public final class Labels {

    private final Map<String, Label> byName;
    private final Map<String, Label> bootstraps;

    /**
     * The given labels by name.
     *
     * @param byName for the operations of RFC 7030
     * @param bootstraps what judges {@code /bootstrap} at those that offer it
     */
    public Labels(Map<String, Label> byName, Map<String, Label> bootstraps) {
        this.byName = Map.copyOf(byName);
        this.bootstraps = Map.copyOf(bootstraps);
    }

    /** The label of exactly this name, compared byte for byte (EST-LBL-05). */
    public Optional<Label> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What judges {@code /bootstrap} at the label of exactly this name; empty where it is not offered. */
    public Optional<Label> bootstrapAt(String name) {
        return Optional.ofNullable(bootstraps.get(name));
    }

    /** Every label. */
    public Collection<Label> all() {
        return byName.values();
    }
}
