package est.enrollment;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/**
 * When this server's sources were released: a clock that shows an earlier time is wrong, whatever it shows (I-12). It is the build's
 * reproducible time stamp, not the moment of compilation, so that the same sources give the same jars.
 */
@ApplicationScoped
class BuildTime {

    private static final Instant BUILT = read();

    /**
     * Lets pass what comes later.
     *
     * @throws ClockBehind if it is earlier
     */
    void requirePassed(Instant now) {
        if (now.isBefore(BUILT)) {
            throw new ClockBehind();
        }
    }

    /** What the build wrote. */
    static Instant value() {
        return BUILT;
    }

    private static Instant read() {
        try (InputStream in = BuildTime.class.getResourceAsStream("/est-build.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(in, "the build left no est-build.properties"));
            return Instant.parse(properties.getProperty("time"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
