package est.start.rehearsal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A visit of the made-up device: it connects to the rehearsal's door as a device does, and enrolls some times over the
 * connection, for its own half of a handshake takes longer than our half of an enrollment.
 */
final class Visit {

    private static final int PATIENCE_MILLIS = 5_000;
    static final int ENROLLMENTS = 10;
    private static final String ACCEPTED = "HTTP/1.1 200 ";
    private static final String LENGTH = "content-length:";
    private static final int LONGEST_ANSWER = 1 << 16;

    private final Provider provider;
    private final KeyManager[] keys;
    private final byte[] message;
    private final int port;

    Visit(Provider provider, MadeUpDevice device, int port) throws GeneralSecurityException, IOException {
        this.provider = provider;
        this.keys = device.keyManagers();
        this.message = message(device.request());
        this.port = port;
    }

    /**
     * Over a connection and a full TLS handshake of its own.
     *
     * @return how many of its enrollments were accepted
     */
    int pay() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider);
        context.init(keys, new TrustManager[] {new Ourselves()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            int accepted = 0;
            for (int i = 0; i < ENROLLMENTS; i++) {
                out.write(message);
                out.flush();
                accepted += isAccepted(in) ? 1 : 0;
            }
            return accepted;
        }
    }

    /** Reads an answer to its end. */
    private static boolean isAccepted(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(Math.min(length, LONGEST_ANSWER));
        return status.startsWith(ACCEPTED);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_ANSWER) {
                throw new EOFException("the door has hung up");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private static byte[] message(byte[] body) {
        byte[] head = ("POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nUser-Agent: rehearsal\r\n"
                        + "Content-Type: application/pkcs10\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /** The other end is a door of this process that was opened a moment ago, and nothing secret is sent. */
    private static final class Ourselves implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a device is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // nobody else can listen there
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
