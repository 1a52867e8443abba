package est.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Two sockets that a relay joins: whoever came, and whom they wanted. Thread-safe. */
final class Conversation {

    private final Socket caller;
    private final Socket called;

    private Conversation(Socket caller, Socket called) {
        this.caller = caller;
        this.called = called;
    }

    /** Connects the caller to a port of this machine; who cannot be connected is cut off. */
    static Conversation of(Socket caller, int port) throws IOException {
        Socket called = new Socket();
        Conversation conversation = new Conversation(caller, called);
        try {
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return conversation;
        } catch (IOException absent) {
            conversation.cut();
            throw absent;
        }
    }

    Socket caller() {
        return caller;
    }

    Socket called() {
        return called;
    }

    /** Resets both sides: what is still on the way is lost. */
    void cut() {
        reset(caller);
        reset(called);
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // that is what was wanted
        }
    }

    /** Runs a direction of it; when that ends, so does the conversation. */
    void inBackground(String name, Direction direction) {
        Thread thread = new Thread(
                () -> {
                    try {
                        direction.run();
                    } catch (IOException | InterruptedException over) {
                        // a side is gone, or the relay was told to cut: the other side learns it now
                    } finally {
                        cut();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Copies one way until there is nothing more. */
    @FunctionalInterface
    interface Direction {
        /** Copies. */
        void run() throws IOException, InterruptedException;
    }
}
