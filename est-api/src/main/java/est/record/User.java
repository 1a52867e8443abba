package est.record;

import java.util.Optional;
import java.util.UUID;

/**
 * A user with a password.
 *
 * @param id names the credential
 * @param name the user name, Unicode NFC, exact case
 * @param passwordHash the slow hash, PHC string
 * @param commonName the only common name the user may enroll, if fixed
 * @param label the only label the user may use, if fixed
 * @param disabled whether an operator withdrew the user
 */
public record User(
        UUID id,
        String name,
        String passwordHash,
        Optional<String> commonName,
        Optional<String> label,
        boolean disabled) {

    /** Without the hash (I-10). */
    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
