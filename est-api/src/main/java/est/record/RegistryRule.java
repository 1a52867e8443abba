package est.record;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an intent demands of the registry of devices, at the moment when it is committed.
 *
 * @param keys which device it is for
 * @param refused in which states of that device nothing is committed
 * @param registers the name of the unknown device that has to be approved first, and is registered by that
 */
public record RegistryRule(DeviceKeys keys, Set<DeviceState> refused, Optional<String> registers) {
    /** Demands nothing. */
    public static final RegistryRule NONE =
            new RegistryRule(new DeviceKeys(Optional.empty(), List.of(), Optional.empty()), Set.of(), Optional.empty());

    /** Copies the set. */
    public RegistryRule {
        refused = Set.copyOf(refused);
    }

    /** No registration: the device is known, or need not be. */
    public static RegistryRule refusing(DeviceKeys keys, Set<DeviceState> refused) {
        return new RegistryRule(keys, refused, Optional.empty());
    }

    Arguments addTo(Arguments arguments) {
        return DeviceStatements.add(arguments, keys);
    }

    List<String> refusedNames() {
        return refused.stream().map(Enum::name).toList();
    }
}
