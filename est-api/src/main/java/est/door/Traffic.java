package est.door;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Optional;
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
    private final int maxAnswering;
    private final Descriptors descriptors;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final WaitingConnections waiting = new WaitingConnections();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean awaited;

    Traffic(int maxConnections, int maxPerAddress, int maxAnswering, Descriptors descriptors) {
        this.maxConnections = maxConnections;
        this.maxPerAddress = maxPerAddress;
        this.maxAnswering = maxAnswering;
        this.descriptors = descriptors;
    }

    /**
     * Takes a place for a connection, until its channel closes. Where all are taken, the one that has waited longest for its
     * client makes room: a crowd that connects and says nothing must not keep those out who have something to say (T-18).
     *
     * @return whether there is a place: not if all others are being answered, or this address has too many
     */
    boolean enter(Channel connection, InetAddress address) {
        boolean full = connections.incrementAndGet() > maxConnections;
        boolean lacking = !descriptors.takeForSocket();
        boolean alone = perAddress.merge(address, 1, Integer::sum) <= maxPerAddress;
        if (!alone || ((full || lacking) && !makeRoom())) {
            leave(address);
            return false;
        }
        waiting.add(connection);
        connection.closeFuture().addListener(closed -> {
            waiting.remove(connection);
            leave(address);
        });
        return true;
    }

    /**
     * The client has said hello: from now on its connection holds what a TLS engine needs, until its channel closes. Where
     * that is used up, those who have waited longest make room.
     *
     * @return whether there is enough: not if all others are being answered
     */
    boolean handshakes(Channel connection) {
        // it has said something just now, and is not the one to go
        waiting.remove(connection);
        int lacking = descriptors.takeForHandshake();
        connection.closeFuture().addListener(closed -> descriptors.giveForHandshake());
        while (lacking > 0 && makeRoom()) {
            lacking--;
        }
        waits(connection);
        return lacking == 0;
    }

    private boolean makeRoom() {
        Optional<Channel> longest = waiting.takeLongest();
        longest.ifPresent(channel -> channel.eventLoop().execute(() -> Farewell.cut(channel)));
        return longest.isPresent();
    }

    private void leave(InetAddress address) {
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        connections.decrementAndGet();
        descriptors.giveForSocket();
    }

    /** The connection waits for its client's next request. */
    void waits(Channel connection) {
        if (connection.isActive()) {
            waiting.add(connection);
        }
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
        if (requests.decrementAndGet() == 0 && awaited) {
            shut();
        }
    }

    /**
     * Takes a place for a whole request on this connection; whoever got one gives it back with {@link #answered}. Requests
     * still on their way in take none: whoever drips them would keep all others out.
     */
    boolean answers(Channel connection) {
        waiting.remove(connection);
        if (answering.incrementAndGet() > maxAnswering) {
            answering.decrementAndGet();
            return false;
        }
        return true;
    }

    void answered() {
        answering.decrementAndGet();
    }

    /** From now on every answer ends its connection. */
    void drain() {
        draining = true;
    }

    /** Completes when no request is in flight, and none can begin. */
    CompletableFuture<Void> quiet() {
        awaited = true;
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
