package est.policy;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** All labels of one configuration, immutable (I-13). */
public final class Labels {

    private final Map<String, Label> byName;

    /** The given labels by name. */
    public Labels(Map<String, Label> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** The label of exactly this name, compared byte for byte (EST-LBL-05). */
    public Optional<Label> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every label. */
    public Collection<Label> all() {
        return byName.values();
    }
}
