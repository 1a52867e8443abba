package est.start.rehearsal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A visit of the made-up device: it connects to the rehearsal's door as a device does, and enrolls some times over the
 * connection, for its own half of a handshake takes longer than our half of an enrollment. It speaks HTTP by itself: a client's
 * library would be compiled here beside the server, and used by nobody afterwards.
 */
final class Visit {

    private static final int PATIENCE_MILLIS = 5_000;
    static final int ENROLLMENTS = 10;
    private static final String LENGTH = "Content-Length: ";

    private final Provider provider;
    private final KeyManager[] keys;
    private final byte[] request;
    private final InetSocketAddress door;

    Visit(Provider provider, MadeUpDevice device, int port) throws GeneralSecurityException, IOException {
        this.provider = provider;
        this.keys = device.keyManagers();
        this.request = whole(device.request());
        this.door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static byte[] whole(byte[] body) {
        byte[] head = ("POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nUser-Agent: rehearsal\r\n"
                        + "Content-Type: application/pkcs10\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /**
     * Over a connection and a full TLS handshake of its own.
     *
     * @return how many of its enrollments were accepted
     */
    int pay() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider);
        context.init(keys, new TrustManager[] {new Ourselves()}, null);
        try (Socket socket = context.getSocketFactory().createSocket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(door, PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            int accepted = 0;
            for (int i = 0; i < ENROLLMENTS; i++) {
                out.write(request);
                accepted += isAccepted(in) ? 1 : 0;
            }
            return accepted;
        }
    }

    /** Every answer of the door has a Content-Length (EST-HTTP-05). */
    private static boolean isAccepted(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()));
            }
        }
        in.skipNBytes(length);
        return status.startsWith("HTTP/1.1 200 ");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the rehearsal's door closed the connection");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
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
