package est.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A client that writes exactly the octets it is told to and shows exactly those it gets. */
final class TestClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    final SSLSocket socket;

    private TestClient(SSLSocket socket) {
        this.socket = socket;
    }

    /** Clients that share an SSL context, and so can resume sessions. */
    static final class Kind {
        private final SSLContext context;
        private final String[] protocols;

        private Kind(TestPki.@Nullable Holder holder, String... protocols) {
            this.protocols = protocols;
            try {
                KeyManager[] keys = null;
                if (holder != null) {
                    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
                    factory.init(holder.keyStore(), TestPki.PASSWORD);
                    keys = factory.getKeyManagers();
                }
                context = SSLContext.getInstance("TLS");
                context.init(keys, new TrustManager[] {new TrustAll()}, null);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        TestClient connect(int port) {
            try {
                return client(context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** On a connection that is there already. */
        TestClient over(Socket connection) throws IOException {
            return client(context.getSocketFactory().createSocket(connection, "localhost", 0, true));
        }

        private TestClient client(Socket connection) throws IOException {
            SSLSocket socket = (SSLSocket) connection;
            socket.setEnabledProtocols(protocols);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new TestClient(socket);
        }
    }

    static Kind anonymous() {
        return new Kind(null, "TLSv1.3");
    }

    static Kind anonymous(String... protocols) {
        return new Kind(null, protocols);
    }

    static Kind with(TestPki.Holder holder, String... protocols) {
        return new Kind(holder, protocols);
    }

    /** One answer, headers as sent. */
    record Answer(String statusLine, List<String> headers, String body) {

        int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        /** The value of a header whose name is written exactly so, or the empty string. */
        String header(String name) {
            return headers.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    TestClient send(String octets) {
        try {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer ask(String octets) {
        return send(octets).read();
    }

    /** Reads one answer to its Content-Length. */
    Answer read() {
        return read(false);
    }

    Answer read(boolean head) {
        try {
            InputStream in = socket.getInputStream();
            List<String> lines = new ArrayList<>();
            String line = line(in);
            while (!line.isEmpty()) {
                lines.add(line);
                line = line(in);
            }
            int length = lines.stream()
                    .map(l -> l.toLowerCase(Locale.ROOT))
                    .filter(l -> l.startsWith("content-length: "))
                    .mapToInt(l -> Integer.parseInt(l.substring(16)))
                    .findFirst()
                    .orElse(0);
            byte[] body = head ? new byte[0] : in.readNBytes(length);
            return new Answer(
                    lines.get(0), lines.subList(1, lines.size()), new String(body, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("end of stream after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server ends the stream without sending anything more. */
    boolean ended() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
