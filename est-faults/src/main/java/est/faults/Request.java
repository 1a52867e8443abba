package est.faults;

import est.benchmark.Answer;
import est.benchmark.Connection;
import est.benchmark.Device;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** One device's request for one certificate, the same octets however often it is sent. Immutable. */
final class Request {

    private final SSLSocketFactory sockets;
    private final byte[] body;
    private final String authorization;
    private final String identity;
    private final byte[] publicKey;
    private final byte[] subject;

    private Request(SSLSocketFactory sockets, byte[] body, String authorization, String identity) throws IOException {
        this.sockets = sockets;
        this.body = body;
        this.authorization = authorization;
        this.identity = identity;
        PKCS10CertificationRequest decoded =
                new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(body));
        this.publicKey = decoded.getSubjectPublicKeyInfo().getEncoded();
        this.subject = decoded.getSubject().getEncoded();
    }

    /** Of a device that shows its certificate. */
    static Request of(Device device) throws GeneralSecurityException, IOException {
        return new Request(device.newSockets(), device.newRequest(), "", device.toString());
    }

    /** Of a device that shows its certificate, for a key that others may have too. */
    static Request of(Device device, KeyPair keys) throws GeneralSecurityException, IOException {
        return new Request(device.newSockets(), device.request(keys), "", device.toString());
    }

    /** Of a device that has a one-time secret instead. */
    static Request of(Device device, Secret secret, SSLSocketFactory anonymous)
            throws GeneralSecurityException, IOException {
        return new Request(
                anonymous, device.newRequest(), secret.header(), secret.id().toString());
    }

    /** A new connection as whoever asks. */
    Connection connect(int port) throws IOException {
        return Connection.open(sockets, port);
    }

    /** What goes over the connection. */
    byte[] octets(Connection connection) {
        return connection.enrollment(body, authorization);
    }

    /**
     * Sends it over a connection of its own and reads the answer, which is noted.
     *
     * @throws IOException if nothing came back
     */
    Answer ask(int port, Receipts receipts) throws IOException {
        try (Connection connection = connect(port)) {
            return ask(connection, receipts);
        }
    }

    /** As {@link #ask(int, Receipts)} at a label. */
    Answer askAt(String label, int port, Receipts receipts) throws IOException {
        try (Connection connection = connect(port)) {
            connection.send(connection.enrollment(label + "/simpleenroll", body, authorization));
            return receive(connection, receipts);
        }
    }

    /** As {@link #ask(int, Receipts)} over a given connection. */
    Answer ask(Connection connection, Receipts receipts) throws IOException {
        connection.send(octets(connection));
        return receive(connection, receipts);
    }

    /** Reads and notes the answer to what was sent. */
    Answer receive(Connection connection, Receipts receipts) throws IOException {
        Answer answer = connection.receive();
        receipts.note(this, answer);
        return answer;
    }

    /** The status that came back; empty if nothing did. */
    Optional<Integer> status(int port, Receipts receipts) {
        try {
            return Optional.of(ask(port, receipts).status());
        } catch (IOException nothing) {
            return Optional.empty();
        }
    }

    /** Who asks: the id of the secret, or the name of the device. */
    String identity() {
        return identity;
    }

    boolean hasSecret() {
        return !authorization.isEmpty();
    }

    /** Whether a certificate holds this key, SubjectPublicKeyInfo in DER. */
    boolean isForKey(byte[] key) {
        return Arrays.equals(publicKey, key);
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    /** The name asked for, DER. */
    byte[] subject() {
        return subject.clone();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "request of " + identity;
    }
}
