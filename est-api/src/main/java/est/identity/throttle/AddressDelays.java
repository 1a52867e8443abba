package est.identity.throttle;

import est.record.DelayCurve;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Failures of each network, in this server's memory, by its monotonic time (F-37). At most so many networks are remembered; the
 * one whose last failure is longest ago makes room (I-8). Thread-safe.
 */
final class AddressDelays {

    private final DelayCurve curve;
    private final Duration memory;
    private final int most;
    private final LongSupplier nanos;
    private final Map<String, Failures> networks = new LinkedHashMap<>();

    AddressDelays(DelayCurve curve, Duration memory, int most, LongSupplier nanos) {
        this.curve = curve;
        this.memory = memory;
        this.most = most;
        this.nanos = nanos;
    }

    /** How long the network still has to wait, whole seconds; zero if it has not. */
    synchronized Duration remaining(String network) {
        Failures failures = networks.get(network);
        if (failures == null) {
            return Duration.ZERO;
        }
        long left = curve.after(failures.count()).toNanos() - (nanos.getAsLong() - failures.lastNanos());
        return left <= 0 ? Duration.ZERO : Duration.ofSeconds((left - 1) / TimeUnit.SECONDS.toNanos(1) + 1);
    }

    /** One more failure. */
    synchronized void failed(String network) {
        long now = nanos.getAsLong();
        Failures earlier = networks.remove(network);
        boolean forgotten = earlier == null || now - earlier.lastNanos() >= memory.toNanos();
        int count = forgotten ? 1 : Math.min(earlier.count() + 1, Integer.MAX_VALUE - 1);
        networks.put(network, new Failures(count, now));
        if (networks.size() > most) {
            networks.remove(networks.keySet().iterator().next());
        }
    }

    synchronized int remembered() {
        return networks.size();
    }

    private record Failures(int count, long lastNanos) {}
}
