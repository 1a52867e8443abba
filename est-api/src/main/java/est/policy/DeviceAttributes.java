package est.policy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the registry says of a device beside its name: short texts, for subject templates. Immutable.
 */
public final class DeviceAttributes {

    /** The registry says nothing. */
    public static final DeviceAttributes NONE = new DeviceAttributes(Map.of(), false);

    /** Stands in until it is known which device asks: every attribute has a value that any subject may contain. */
    public static final DeviceAttributes ASSUMED = new DeviceAttributes(Map.of(), true);

    /** So many are enough for one device. */
    public static final int MOST = 32;

    private static final String ANY_VALUE = "XX";
    private static final int LONGEST_VALUE = 256;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private final Map<String, String> values;
    private final boolean assumed;

    private DeviceAttributes(Map<String, String> values, boolean assumed) {
        this.values = Map.copyOf(values);
        this.assumed = assumed;
    }

    /** The attributes of a device, which were clean when they were written; a template's subject is examined again. */
    public static DeviceAttributes of(Map<String, String> values) {
        return new DeviceAttributes(values, false);
    }

    /**
     * Demands texts that a subject may contain (T-13).
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static void requireClean(Map<String, String> values) {
        if (values.size() > MOST) {
            throw new IllegalArgumentException("a device has " + MOST + " attributes at most");
        }
        values.forEach((name, value) -> {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "the name of an attribute is 1 to 32 lower-case letters, digits and hyphens");
            }
            if (value.length() > LONGEST_VALUE || !NameHygiene.isCleanText(value)) {
                throw new IllegalArgumentException("the attribute " + name + " is not 1 to " + LONGEST_VALUE
                        + " printable characters without odd spaces");
            }
        });
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Optional<String> value(String name) {
        return assumed ? Optional.of(ANY_VALUE) : Optional.ofNullable(values.get(name));
    }
}
