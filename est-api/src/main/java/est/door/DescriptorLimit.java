package est.door;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jboss.logging.Logger;

/** Compares the process' limit of open files with what the configured number of connections can use. */
final class DescriptorLimit {

    private static final Logger LOG = Logger.getLogger(DescriptorLimit.class);

    /** Conscrypt was seen to use three per connection. */
    private static final int PER_CONNECTION = 3;

    /** Database, management, jars, logs. */
    private static final int RESERVE = 512;

    private DescriptorLimit() {}

    static void warnIfBelow(int connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && tooLow(system.getMaxFileDescriptorCount(), connections)) {
            LOG.warnf(
                    "open files are limited to %d, but est.door.connections=%d can need %d: raise the limit or lower the setting",
                    system.getMaxFileDescriptorCount(), connections, needed(connections));
        }
    }

    static boolean tooLow(long limit, int connections) {
        return limit < needed(connections);
    }

    private static long needed(int connections) {
        return (long) connections * PER_CONNECTION + RESERVE;
    }
}
