package est.door;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jboss.logging.Logger;

/**
 * Keeps the number of connections within the process' limit of open files: a server without descriptors accepts nobody, and
 * cannot even read its files.
 */
final class DescriptorLimit {

    private static final Logger LOG = Logger.getLogger(DescriptorLimit.class);

    /** Conscrypt was seen to use three per connection. */
    private static final int PER_CONNECTION = 3;

    /** Database, management, jars, logs. */
    private static final int RESERVE = 1024;

    private DescriptorLimit() {}

    /** As many connections as configured, or as the process has descriptors for. */
    static int bound(int connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            int possible = bound(limit, connections);
            if (possible < connections) {
                LOG.warnf(
                        "open files are limited to %d: at most %d connections instead of est.door.connections=%d, which needs %d",
                        limit, possible, connections, needed(connections));
            }
            return possible;
        }
        return connections;
    }

    static int bound(long limit, int connections) {
        return (int) Math.max(1, Math.min(connections, (limit - RESERVE) / PER_CONNECTION));
    }

    private static long needed(int connections) {
        return (long) connections * PER_CONNECTION + RESERVE;
    }
}
