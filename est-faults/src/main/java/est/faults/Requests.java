package est.faults;

import est.benchmark.Device;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** Makes requests: by turns of a device with a certificate and, while there are any, of one with a one-time secret. Thread-safe. */
final class Requests {

    private static final String INSERT =
            "insert into est.credential (id, kind, lookup, expires_at) values (?, 'SECRET', ?, now() + interval '20 days')";

    private final List<Device> devices;
    private final SSLSocketFactory anonymous;
    private final Queue<Secret> secrets = new ConcurrentLinkedQueue<>();
    private final AtomicLong turn = new AtomicLong();

    Requests(List<Device> devices, Provider provider) throws GeneralSecurityException {
        this.devices = List.copyOf(devices);
        this.anonymous = Device.anonymousSockets(provider);
    }

    /** Records new one-time secrets, as the operator's command does. */
    void stock(Connection application, int count) throws SQLException {
        List<Secret> more = Stream.generate(Secret::draw)
                .limit(Math.max(0, count - secrets.size()))
                .toList();
        try (PreparedStatement insert = application.prepareStatement(INSERT)) {
            for (Secret secret : more) {
                insert.setObject(1, secret.id());
                insert.setBytes(2, secret.lookup());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        secrets.addAll(more);
    }

    /** The next one. */
    Request next() {
        long number = turn.getAndIncrement();
        Secret secret = number % 2 == 0 ? null : secrets.poll();
        return made(() -> secret == null ? of(number) : Request.of(device(number), secret, anonymous));
    }

    /** One of a device with a certificate. */
    Request ofDevice() {
        long number = turn.getAndIncrement();
        return made(() -> of(number));
    }

    /** Some of one device with a certificate, for one connection. */
    List<Request> ofOneDevice(int count) {
        long number = turn.getAndIncrement();
        return Stream.generate(() -> made(() -> of(number))).limit(count).toList();
    }

    /** Some with a one-time secret each, for one connection that shows no certificate. */
    List<Request> withSecrets(int count) {
        return Stream.generate(() -> made(() -> {
                    Secret secret = secrets.poll();
                    if (secret == null) {
                        throw new IOException("out of secrets");
                    }
                    return Request.of(device(turn.getAndIncrement()), secret, anonymous);
                }))
                .limit(count)
                .toList();
    }

    /** Some of as many devices, each with a key of its own, that all show the same one-time secret. */
    List<Request> withOneSecret(int count) throws IOException {
        Secret secret = secrets.poll();
        if (secret == null) {
            throw new IOException("out of secrets");
        }
        return Stream.generate(() -> made(() -> Request.of(device(turn.getAndIncrement()), secret, anonymous)))
                .limit(count)
                .toList();
    }

    /** Some of as many devices with a certificate each, all for one key. */
    List<Request> forOneKey(int count) {
        KeyPair keys = newKeys();
        return Stream.generate(() -> made(() -> Request.of(device(turn.getAndIncrement()), keys)))
                .limit(count)
                .toList();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Makes one. */
    @FunctionalInterface
    private interface Making {
        Request make() throws GeneralSecurityException, IOException;
    }

    private static Request made(Making making) {
        try {
            return making.make();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e); // the same keys and encodings have worked before
        }
    }

    private Request of(long number) throws GeneralSecurityException, IOException {
        return Request.of(device(number));
    }

    private Device device(long number) {
        return devices.get((int) (number % devices.size()));
    }
}
