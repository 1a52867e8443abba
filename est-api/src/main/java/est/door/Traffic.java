package est.door;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections and the requests in flight on them. Thread-safe; shared by all event loops of a door. */
final class Traffic {

    private final int maxConnections;
    private final int maxPerAddress;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean awaited;

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

    void requestBegins() {
        requests.incrementAndGet();
    }

    void requestEnds() {
        if (requests.decrementAndGet() == 0 && awaited) {
            quiet.complete(null);
        }
    }

    /** From now on every answer ends its connection. */
    void drain() {
        draining = true;
    }

    /** Completes when no request is in flight. */
    CompletableFuture<Void> quiet() {
        awaited = true;
        if (requests.get() == 0) {
            quiet.complete(null);
        }
        return quiet;
    }

    boolean draining() {
        return draining;
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }
}
