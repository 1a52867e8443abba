package est.faults;

import est.benchmark.Answer;
import est.benchmark.Connection;
import est.benchmark.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.conscrypt.Conscrypt;

/** Somebody without any credential at a door. */
final class DoorClient implements AutoCloseable {

    private final Connection connection;

    private DoorClient(Connection connection) {
        this.connection = connection;
    }

    /** Connects. */
    static DoorClient anonymous(int port) throws IOException {
        try {
            return new DoorClient(Connection.open(
                    Device.anonymousSockets(Conscrypt.newProviderBuilder().build()), port));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // no credential that could be bad
        }
    }

    /** GETs one of the operations. */
    Answer get(String operation) throws IOException {
        connection.send(
                ("GET /.well-known/est/" + operation + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: est-faults\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return connection.receive();
    }

    /** Sends octets, whatever they are. */
    void send(byte[] octets) throws IOException {
        connection.send(octets);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
