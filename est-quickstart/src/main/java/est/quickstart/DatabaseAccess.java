package est.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * How to reach the embedded database; kept in a file that only its owner reads.
 *
 * @param port on 127.0.0.1
 * @param superuser password of the role postgres
 * @param owner password of the role that owns the schema
 * @param application password of the role the server works with
 */
record DatabaseAccess(int port, String superuser, String owner, String application) {
    private static final String FILE = "access.properties";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What was saved in {@code directory}, or new passwords and a free port, saved before they are used. */
    static DatabaseAccess of(Path directory) throws IOException {
        Optional<DatabaseAccess> saved = savedIn(directory);
        if (saved.isPresent()) {
            return saved.get();
        }
        DatabaseAccess made = new DatabaseAccess(freePort(), password(), password(), password());
        made.save(directory);
        return made;
    }

    /** What was saved in {@code directory}, if anything was. */
    static Optional<DatabaseAccess> savedIn(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private static DatabaseAccess read(Path file) throws IOException {
        Properties saved = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            saved.load(in);
        }
        try {
            return new DatabaseAccess(
                    Integer.parseInt(saved.getProperty("port", "")),
                    required(saved, "superuser"),
                    required(saved, "owner"),
                    required(saved, "application"));
        } catch (IllegalArgumentException e) {
            throw new CannotStart(file + " is damaged: restore it, or remove the whole directory to begin anew", e);
        }
    }

    private static String required(Properties saved, String key) {
        String value = saved.getProperty(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }

    /** The same access on the saved port, or on a new one if somebody else listens there now. */
    DatabaseAccess onFreePort(Path directory) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(loopback(), port));
            return this;
        } catch (IOException taken) {
            DatabaseAccess moved = new DatabaseAccess(freePort(), superuser, owner, application);
            moved.save(directory);
            return moved;
        }
    }

    /** A connection that may do everything; the caller closes it. */
    Connection connectAsSuperuser() throws SQLException {
        Properties credentials = new Properties();
        credentials.setProperty("user", "postgres");
        credentials.setProperty("password", superuser);
        // not through DriverManager: its first use settles which drivers it knows, and the server's are not visible
        // from here
        Connection connection = new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", credentials);
        return Objects.requireNonNull(connection, "the driver accepts its own URL");
    }

    private void save(Path directory) throws IOException {
        Properties saved = new Properties();
        saved.setProperty("port", Integer.toString(port));
        saved.setProperty("superuser", superuser);
        saved.setProperty("owner", owner);
        saved.setProperty("application", application);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        saved.store(out, "embedded PostgreSQL; made by ./start");
        OwnDirectory.writeSecret(directory.resolve(FILE), out.toByteArray());
    }

    /** One on 127.0.0.1 where nobody listens now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(loopback(), 0));
            return socket.getLocalPort();
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static String password() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Names the port only: the passwords stay out of logs. */
    @Override
    public String toString() {
        return "DatabaseAccess[port=" + port + "]";
    }
}
