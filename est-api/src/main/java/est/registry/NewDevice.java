package est.registry;

import est.policy.DeviceAttributes;
import est.policy.DeviceName;
import est.policy.DevicePattern;
import est.record.DeviceState;
import est.record.RegisteredDevice;
import est.record.RegisteredDevice.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An entry of the registry out of named texts: one of serial, fingerprint and pattern; label; state; device.<attribute>. */
public final class NewDevice {
    /** The serial number, or the name, of a device. */
    public static final String SERIAL = "serial";
    /** SHA-256 of a certificate. */
    public static final String FINGERPRINT = "fingerprint";
    /** A {@link DevicePattern}. */
    public static final String PATTERN = "pattern";
    /** The only label it counts at; left out, it counts at every one. */
    public static final String LABEL = "label";
    /** {@code active}, {@code pending} or {@code disabled}; active if left out. */
    public static final String STATE = "state";
    /** Before the name of an attribute, as in a subject template. */
    public static final String ATTRIBUTE = "device.";

    private static final int LONGEST_SERIAL = 256;
    private static final Pattern LABEL_NAME = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private NewDevice() {}

    /** Whether there is such a field. */
    public static boolean isField(String name) {
        return List.of(SERIAL, FINGERPRINT, PATTERN, LABEL, STATE).contains(name)
                || (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length());
    }

    /**
     * The entry of these fields; empty texts count as left out.
     *
     * @throws WrongField naming what cannot be
     */
    public static RegisteredDevice.Entry of(Map<String, String> written) {
        Map<String, String> fields = new TreeMap<>(written);
        fields.values().removeIf(String::isEmpty);
        for (String name : fields.keySet()) {
            if (!isField(name)) {
                throw new WrongField(name, "there is no such field");
            }
        }
        Kind kind = kind(fields);
        return new RegisteredDevice.Entry(
                label(fields), kind, identifier(kind, fields), state(fields), attributes(fields));
    }

    private static Kind kind(Map<String, String> fields) {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (fields.containsKey(field(kind))) {
                kinds.add(kind);
            }
        }
        if (kinds.size() != 1) {
            throw new WrongField(
                    kinds.isEmpty() ? SERIAL : field(kinds.get(1)),
                    "a device has exactly one of serial, fingerprint and pattern");
        }
        return kinds.get(0);
    }

    private static String field(Kind kind) {
        return switch (kind) {
            case FINGERPRINT -> FINGERPRINT;
            case SERIAL -> SERIAL;
            case PATTERN -> PATTERN;
        };
    }

    private static String identifier(Kind kind, Map<String, String> fields) {
        String written = fields.getOrDefault(field(kind), "");
        return switch (kind) {
            case FINGERPRINT -> fingerprint(written);
            case SERIAL -> serial(written);
            case PATTERN -> pattern(written);
        };
    }

    private static String fingerprint(String written) {
        String digits = written.replace(":", "").toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(digits).matches()) {
            throw new WrongField(FINGERPRINT, "a fingerprint is a SHA-256 in 64 hexadecimal digits, colons allowed");
        }
        return digits;
    }

    private static String serial(String written) {
        String canonical = DeviceName.canonical(written);
        if (canonical.isEmpty()
                || canonical.length() > LONGEST_SERIAL
                || canonical.chars().anyMatch(Character::isISOControl)) {
            throw new WrongField(SERIAL, "a serial number is 1 to " + LONGEST_SERIAL + " printable characters");
        }
        return canonical;
    }

    private static String pattern(String written) {
        try {
            return DevicePattern.checked(written);
        } catch (IllegalArgumentException unusable) {
            throw new WrongField(PATTERN, unusable.getMessage());
        }
    }

    private static Optional<String> label(Map<String, String> fields) {
        Optional<String> label = Optional.ofNullable(fields.get(LABEL));
        label.filter(name -> !LABEL_NAME.matcher(name).matches()).ifPresent(odd -> {
            throw new WrongField(LABEL, "a label is 1 to 64 lower-case letters and digits");
        });
        return label;
    }

    /** The state of that name, in any case. */
    public static DeviceState state(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "active" -> DeviceState.ACTIVE;
            case "pending" -> DeviceState.PENDING;
            case "disabled" -> DeviceState.DISABLED;
            default -> throw new WrongField(STATE, "a state is active, pending or disabled");
        };
    }

    private static DeviceState state(Map<String, String> fields) {
        return state(fields.getOrDefault(STATE, "active"));
    }

    private static Map<String, String> attributes(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                String attribute = name.substring(ATTRIBUTE.length());
                all.put(attribute, value);
                requireClean(name, Map.of(attribute, value));
            }
        });
        requireClean(ATTRIBUTE + "*", all);
        return all;
    }

    private static void requireClean(String field, Map<String, String> attributes) {
        try {
            DeviceAttributes.requireClean(attributes);
        } catch (IllegalArgumentException unclean) {
            throw new WrongField(field, unclean.getMessage());
        }
    }
}
