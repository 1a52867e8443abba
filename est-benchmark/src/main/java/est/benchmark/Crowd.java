package est.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections that get nowhere: half of them send nothing, the others an octet of a TLS record a second. Those that the
 * server ends are opened again, all within the ten seconds it grants a handshake. One thread of its own.
 */
final class Crowd implements AutoCloseable {

    /** A handshake record that promises more octets than ever come. */
    private static final byte[] RECORD = {22, 3, 1, 64, 0};

    private static final long TURN_MILLIS = 1_000;
    /** Turns of 50 ms in ten seconds. */
    private static final int TURNS = 200;

    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final InetSocketAddress server;
    private final int wanted;
    private final Selector selector = Selector.open();
    private final Deque<Member> dripping = new ArrayDeque<>();
    private final AtomicInteger present = new AtomicInteger();
    private final Thread thread = new Thread(this::attend, "crowd");
    private volatile boolean over;
    private int opened;

    private Crowd(int port, int wanted) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.wanted = wanted;
    }

    /** Opens all of them and waits until they are there. */
    static Crowd gather(int port, int wanted) throws IOException, InterruptedException {
        Crowd crowd = new Crowd(port, wanted);
        crowd.thread.setDaemon(true);
        crowd.thread.start();
        for (int turn = 0; turn < 120 && crowd.present() < wanted * 9 / 10; turn++) {
            TimeUnit.MILLISECONDS.sleep(TURN_MILLIS / 4);
        }
        return crowd;
    }

    /** How many are connected now. */
    int present() {
        return present.get();
    }

    private void attend() {
        try {
            long start = System.nanoTime();
            for (long turn = 0; !over; ) {
                selector.select(this::look, 10);
                if (System.nanoTime() - start >= turn * TURN_NANOS) {
                    turn++;
                    for (int i = 0; i < wanted / TURNS && selector.keys().size() < wanted; i++) {
                        open();
                    }
                    if (turn % 20 == 0) {
                        drip();
                    }
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the crowd cannot be attended to", e);
        }
    }

    private void open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, new Member(channel, opened++ % 2 == 0));
        channel.connect(server);
    }

    private void look(SelectionKey key) {
        Member member = (Member) key.attachment();
        try {
            if (key.isConnectable()) {
                member.channel.finishConnect();
                member.connected = true;
                present.incrementAndGet();
                key.interestOps(SelectionKey.OP_READ);
                if (!member.silent) {
                    dripping.add(member);
                }
            } else if (member.channel.read(ByteBuffer.allocate(64)) < 0) {
                leave(key, member);
            }
        } catch (IOException cut) {
            leave(key, member);
        }
    }

    private void leave(SelectionKey key, Member member) {
        key.cancel();
        present.addAndGet(member.connected ? -1 : 0);
        member.connected = false;
        try {
            member.channel.close();
        } catch (IOException gone) {
            // it was to go anyway
        }
    }

    private void drip() {
        for (int i = dripping.size(); i > 0; i--) {
            Member member = dripping.remove();
            try {
                if (member.connected) {
                    member.channel.write(ByteBuffer.wrap(RECORD, member.sent, 1));
                    member.sent = Math.min(member.sent + 1, RECORD.length - 1);
                    dripping.add(member);
                }
            } catch (IOException cut) {
                // the selector will say so too
            }
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }

    /** One connection. */
    private static final class Member {
        private final SocketChannel channel;
        private final boolean silent;
        private boolean connected;
        private int sent;

        Member(SocketChannel channel, boolean silent) {
            this.channel = channel;
            this.silent = silent;
        }
    }
}
