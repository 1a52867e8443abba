package est.door;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The file descriptors that connections may hold together: a server without any accepts nobody, and cannot even read its
 * files. Each connection takes one for its socket, and more when TLS begins. Thread-safe.
 */
final class Descriptors {

    private static final Logger LOG = Logger.getLogger(Descriptors.class);

    /** Database, management, jars, logs. */
    private static final int RESERVE = 1024;

    private final int most;
    private final int perHandshake;
    private final AtomicInteger held = new AtomicInteger();

    private Descriptors(int most, int perHandshake) {
        this.most = most;
        this.perHandshake = perHandshake;
    }

    /**
     * As many as the process has for connections. Says so if they are not enough for all of them.
     *
     * @param connections how many are configured
     * @param perHandshake how many a connection takes that speaks TLS, beside its socket
     */
    static Descriptors ofTheProcess(int connections, int perHandshake) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            long needed = (long) connections * (1 + perHandshake) + RESERVE;
            Descriptors these = limitedTo(limit, perHandshake);
            if (needed > limit) {
                LOG.warnf(
                        "open files are limited to %d: at most %d connections can speak TLS at once; est.door.connections=%d needs %d",
                        limit, these.most / (1 + perHandshake), connections, needed);
            }
            return these;
        }
        return new Descriptors(Integer.MAX_VALUE, perHandshake);
    }

    /** For a process that may have so many open files. */
    static Descriptors limitedTo(long openFiles, int perHandshake) {
        long most = Math.max(1 + perHandshake, Math.min(openFiles - RESERVE, Integer.MAX_VALUE));
        return new Descriptors((int) most, perHandshake);
    }

    /** Takes one for a socket, and says whether there was one: if not, somebody has to go. */
    boolean takeForSocket() {
        return held.incrementAndGet() <= most;
    }

    void giveForSocket() {
        held.decrementAndGet();
    }

    /** Takes those for TLS, and says how many of them there were not: so many others have to go at most. */
    int takeForHandshake() {
        return Math.max(0, Math.min(perHandshake, held.addAndGet(perHandshake) - most));
    }

    void giveForHandshake() {
        held.addAndGet(-perHandshake);
    }
}
