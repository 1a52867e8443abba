package est;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP relay to the database that can be off, as a database that is absent, and that can cut a connection when it sees given
 * text on its way there: before passing it on, or after the answer has come back and been kept.
 */
public final class SwitchedConnection implements AutoCloseable {
    /** What happens to a message that contains the text. */
    public enum Cut {
        /** It never arrives. */
        BEFORE,
        /** It arrives, its answer does not. */
        AFTER
    }

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private volatile boolean on;
    private volatile String watched = "";
    private volatile Cut cut = Cut.BEFORE;

    /** A relay to {@code port} on this machine, off at first. */
    public SwitchedConnection(int port) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    /** The port to connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Relays from now on. */
    public void on() {
        on = true;
    }

    /** Cuts every connection and takes no more. */
    public void off() {
        on = false;
        open.forEach(SwitchedConnection::close);
    }

    /** How many messages have gone to the database: one for each round trip. */
    public int roundTrips() {
        return roundTrips.get();
    }

    /** Cuts the connection of the next message to the database that contains {@code text}. */
    public void cutNext(String text, Cut when) {
        cut = when;
        watched = text;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (on) {
                    relay(client);
                } else {
                    client.close();
                }
            } catch (IOException e) {
                // closed, or the database is away: the client sees it
            }
        }
    }

    private void relay(Socket client) throws IOException {
        Socket database = new Socket(target.getAddress(), target.getPort());
        open.add(client);
        open.add(database);
        Pipe pipe = new Pipe(client, database);
        inBackground(pipe::toDatabase);
        inBackground(pipe::toClient);
    }

    @Override
    public void close() {
        off();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "switched-connection");
        thread.setDaemon(true);
        thread.start();
    }

    /** One relayed connection. */
    private final class Pipe {
        private final Socket client;
        private final Socket database;
        private volatile boolean answerIsKept;

        Pipe(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void toDatabase() {
            copy(client, database, true);
        }

        void toClient() {
            copy(database, client, false);
        }

        private void copy(Socket from, Socket to, boolean watch) {
            byte[] buffer = new byte[65_536];
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (watch) {
                        roundTrips.incrementAndGet();
                    }
                    if (watch && isWatched(buffer, n)) {
                        if (cut == Cut.BEFORE) {
                            reset();
                            return;
                        }
                        answerIsKept = true;
                    } else if (!watch && answerIsKept) {
                        reset();
                        return;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException e) {
                // the other side is gone: so is this one
            }
        }

        /** Makes the end a reset, as of a database that was killed: an orderly end is no failure to its client. */
        private void reset() throws IOException {
            client.setSoLinger(true, 0);
        }

        private boolean isWatched(byte[] buffer, int length) {
            String text = watched;
            if (text.isEmpty() || !new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(text)) {
                return false;
            }
            watched = "";
            return true;
        }
    }
}
