package est.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one client and a door, for one connection, and passes octets on until a number of them has passed: then the
 * trap springs before the next. It sees TLS records, not what is in them. Thread-safe.
 */
final class DoorLine implements AutoCloseable {

    /** Which way octets go. */
    enum Way {
        /** From the client to the door. */
        REQUEST,
        /** From the door to the client. */
        ANSWER
    }

    private record Budget(Way way, long octets, Trap trap) {}

    private final ServerSocket listener;
    private final int door;
    private final AtomicReference<@Nullable Budget> budget = new AtomicReference<>();
    private final AtomicReference<@Nullable Conversation> conversation = new AtomicReference<>();

    private DoorLine(ServerSocket listener, int door) {
        this.listener = listener;
        this.door = door;
    }

    /** A line to the door on that port, for the one client that comes. */
    static DoorLine to(int door) throws IOException {
        DoorLine line = new DoorLine(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), door);
        Thread thread = new Thread(line::accept, "door-line");
        thread.setDaemon(true);
        thread.start();
        return line;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Springs the trap when, from now on, so many octets have gone that way and another one follows. */
    void set(Way way, long octets, Trap trap) {
        budget.set(new Budget(way, octets, trap));
    }

    private void accept() {
        try (listener) {
            Conversation joined = Conversation.of(listener.accept(), door);
            conversation.set(joined);
            joined.inBackground("door-line-request", () -> copy(joined.caller(), joined.called(), Way.REQUEST));
            joined.inBackground("door-line-answer", () -> copy(joined.called(), joined.caller(), Way.ANSWER));
        } catch (IOException nobody) {
            // the door is shut, or the client never came
        }
    }

    private void copy(Socket from, Socket to, Way way) throws IOException {
        byte[] octets = new byte[1 << 14];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(octets); read >= 0; read = in.read(octets)) {
            int free = spend(way, read);
            out.write(octets, 0, free);
            if (free < read) {
                Budget spent = budget.getAndSet(null);
                if (spent != null && !spent.trap().passed()) {
                    return;
                }
                out.write(octets, free, read - free);
            }
        }
    }

    /** How many of them may pass before the trap. */
    private int spend(Way way, int octets) {
        Budget set = budget.get();
        if (set == null || set.way() != way) {
            return octets;
        }
        int free = (int) Math.min(octets, set.octets());
        budget.compareAndSet(set, new Budget(way, set.octets() - free, set.trap()));
        return free;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Conversation joined = conversation.get();
        if (joined != null) {
            joined.cut();
        }
    }
}
