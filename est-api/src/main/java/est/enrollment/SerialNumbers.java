package est.enrollment;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.security.SecureRandom;

/** Draws serial numbers: positive, 16 octets, 127 random bits (RFC 5280 §4.1.2.2, I-4). Thread-safe. */
@ApplicationScoped
class SerialNumbers {

    private static final int RANDOM_BITS = 127;

    private final SecureRandom random;

    SerialNumbers(SecureRandom random) {
        this.random = random;
    }

    BigInteger next() {
        BigInteger serial = new BigInteger(RANDOM_BITS, random);
        return serial.signum() > 0 ? serial : next();
    }
}
