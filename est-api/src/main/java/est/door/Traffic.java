package est.door;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections and the requests in flight on them. Thread-safe; shared by all event loops of a door. */
final class Traffic {

    /** In place of a count of requests: there will be no more. */
    private static final int SHUT = -1;

    private final int maxConnections;
    private final int maxPerAddress;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile boolean draining;

    Traffic(int maxConnections, int maxPerAddress) {
        this.maxConnections = maxConnections;
        this.maxPerAddress = maxPerAddress;
    }

    /** Takes a place for a connection; whoever got one gives it back with {@link #leave}. */
    boolean enter(InetAddress address) {
        if (connections.incrementAndGet() > maxConnections) {
            connections.decrementAndGet();
            return false;
        }
        if (perAddress.merge(address, 1, Integer::sum) > maxPerAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    void leave(InetAddress address) {
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        connections.decrementAndGet();
    }

    /**
     * Counts a request that begins.
     *
     * @return whether it may: not once a draining door has fallen quiet, since then nothing waits for it any more (F-31)
     */
    boolean requestBegins() {
        return requests.getAndUpdate(count -> count == SHUT ? SHUT : count + 1) != SHUT;
    }

    void requestEnds() {
        if (requests.decrementAndGet() == 0 && draining) {
            shut();
        }
    }

    /** From now on every answer ends its connection. Completes when no request is in flight, and none can begin. */
    CompletableFuture<Void> drain() {
        draining = true;
        shut();
        return quiet;
    }

    private void shut() {
        if (requests.compareAndSet(0, SHUT)) {
            quiet.complete(null);
        }
    }

    boolean draining() {
        return draining;
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return Math.max(0, requests.get());
    }
}
