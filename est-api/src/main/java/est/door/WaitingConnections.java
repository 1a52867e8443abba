package est.door;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Connections whose client has the next word: in the handshake, in the middle of a request, or idle. Thread-safe. */
final class WaitingConnections {

    private final Set<Channel> longestFirst = new LinkedHashSet<>();

    synchronized void add(Channel connection) {
        longestFirst.add(connection);
    }

    synchronized void remove(Channel connection) {
        longestFirst.remove(connection);
    }

    /** The one that has waited longest; it counts no more as waiting. */
    synchronized Optional<Channel> takeLongest() {
        Iterator<Channel> all = longestFirst.iterator();
        if (!all.hasNext()) {
            return Optional.empty();
        }
        Channel longest = all.next();
        all.remove();
        return Optional.of(longest);
    }
}
