package est.ca.vault;

import est.ca.CaException;
import org.jspecify.annotations.Nullable;

/**
 * One setting of one configured authority, named as an operator writes it. Every complaint about a start begins with it.
 *
 * @param name the full property name
 */
record Property(String name) {

    /** The property {@code est.ca.<authority>.vault.<key>}. */
    static Property of(String authority, String key) {
        return new Property("est.ca." + authority + ".vault." + key);
    }

    /** The failure that this setting, or what it names, cannot work. */
    CaException defective(String problem) {
        return defective(problem, null);
    }

    /** The failure that this setting, or what it names, cannot work. The cause is for the log and holds no secret. */
    CaException defective(String problem, @Nullable Throwable cause) {
        return CaException.defective(name + ": " + problem, cause);
    }

    @Override
    public String toString() {
        return name;
    }
}
