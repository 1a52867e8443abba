package est.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** What one worker does again and again. Used by one thread. */
interface Visits extends AutoCloseable {

    /** Tries of a patient device. */
    int PATIENCE = 20;

    /** Visits the server once and returns how long the visit took, its preparation left out, in nanoseconds. */
    long next() throws IOException, GeneralSecurityException;

    @Override
    void close() throws IOException;

    /** Opens the visits of one worker. */
    @FunctionalInterface
    interface Opening {
        /** Opens what is kept between visits, if anything is. */
        Visits open(int worker) throws IOException, GeneralSecurityException;
    }

    /** What is done over a connection. */
    @FunctionalInterface
    interface Errand {
        /** Does it. */
        void over(Connection connection) throws IOException;
    }

    /** What there is to do. */
    enum Kind {
        /** A certificate for a new key. */
        ENROLL {
            @Override
            Errand prepare(Device device) throws IOException, GeneralSecurityException {
                byte[] request = device.newRequest();
                return connection -> connection.enroll(request);
            }
        },
        /** The emptiest answer of the same door. */
        EMPTY {
            @Override
            Errand prepare(Device device) {
                return Connection::askForAttributes;
            }
        };

        /** Does on the client's side what is not to be measured. */
        abstract Errand prepare(Device device) throws IOException, GeneralSecurityException;
    }

    /** Each visit of another device, over a connection and a TLS session of its own. */
    static Opening fresh(Kind kind, List<Device> devices, int workers, int port) {
        return worker -> new Visits() {
            private int turn = worker % devices.size();

            @Override
            public long next() throws IOException, GeneralSecurityException {
                Device device = devices.get(turn);
                turn = (turn + workers) % devices.size();
                Errand errand = kind.prepare(device);
                SSLSocketFactory sockets = device.newSockets();
                long start = System.nanoTime();
                try (Connection connection = Connection.open(sockets, port)) {
                    errand.over(connection);
                    return System.nanoTime() - start;
                }
            }

            @Override
            public void close() {
                // keeps nothing open
            }
        };
    }

    /** The same by devices that come again at once when their connection breaks; the time of a visit is that of all its tries. */
    static Opening patient(Kind kind, List<Device> devices, int workers, int port, AtomicInteger broken) {
        return worker -> {
            Visits each = fresh(kind, devices, workers, port).open(worker);
            return new Visits() {
                @Override
                public long next() throws IOException, GeneralSecurityException {
                    long start = System.nanoTime();
                    for (int tries = 1; ; tries++) {
                        try {
                            each.next();
                            return System.nanoTime() - start;
                        } catch (SSLException | SocketException | EOFException cut) {
                            broken.incrementAndGet();
                            if (tries == PATIENCE) {
                                throw cut;
                            }
                        }
                    }
                }

                @Override
                public void close() throws IOException {
                    each.close();
                }
            };
        };
    }

    /** All visits over one connection. */
    static Opening kept(Kind kind, List<Device> devices, int port) {
        return worker -> {
            Device device = devices.get(worker % devices.size());
            Connection connection = Connection.open(device.newSockets(), port);
            return new Visits() {
                @Override
                public long next() throws IOException, GeneralSecurityException {
                    Errand errand = kind.prepare(device);
                    long start = System.nanoTime();
                    errand.over(connection);
                    return System.nanoTime() - start;
                }

                @Override
                public void close() throws IOException {
                    connection.close();
                }
            };
        };
    }
}
