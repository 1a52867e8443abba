package est.record;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An entry of the registry of devices.
 *
 * @param id names it
 * @param entry what it says
 * @param changedAt when somebody changed it last
 * @param changedBy who
 */
public record RegisteredDevice(UUID id, Entry entry, Instant changedAt, String changedBy) {

    /** What an entry is about. */
    public enum Kind {
        /** One certificate, by its SHA-256 in hexadecimal digits. */
        FINGERPRINT,
        /** One device, by its serial number or name. */
        SERIAL,
        /** Devices, by a regular expression for the whole name. */
        PATTERN
    }

    /**
     * What an entry says. What it holds was checked.
     *
     * @param label the only label it counts at
     * @param kind what it is about
     * @param identifier which
     * @param state what may happen; never {@code UNKNOWN}
     * @param attributes for subject templates, in the order of their names
     */
    public record Entry(
            Optional<String> label, Kind kind, String identifier, DeviceState state, Map<String, String> attributes) {

        /** Copies the attributes. */
        public Entry {
            attributes = java.util.Collections.unmodifiableMap(new TreeMap<>(attributes));
        }
    }
}
