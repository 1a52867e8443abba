package est.console;

import est.registry.NewDevice;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device as an operator writes it; the rules are those of {@link NewDevice}, as for the command and for files.
 *
 * @param serial its serial number or name
 * @param fingerprint SHA-256 of its certificate
 * @param pattern for whole names
 * @param label the only label it counts at
 * @param state {@code active}, which is the default, {@code pending} or {@code disabled}
 * @param attributes for subject templates, by name
 */
public record DeviceWritten(
        @Nullable String serial,
        @Nullable String fingerprint,
        @Nullable String pattern,
        @Nullable String label,
        @Nullable String state,
        @Nullable Map<String, String> attributes) {

    static Map<String, String> fields(@Nullable DeviceWritten written) {
        Map<String, String> fields = new TreeMap<>();
        if (written != null) {
            put(fields, NewDevice.SERIAL, written.serial);
            put(fields, NewDevice.FINGERPRINT, written.fingerprint);
            put(fields, NewDevice.PATTERN, written.pattern);
            put(fields, NewDevice.LABEL, written.label);
            put(fields, NewDevice.STATE, written.state);
            if (written.attributes != null) {
                written.attributes.forEach((name, value) -> put(fields, NewDevice.ATTRIBUTE + name, value));
            }
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
