package est.start.rehearsal;

import java.io.IOException;
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

/** One enrollment of the made-up device as a device does it: connects to the rehearsal's door, sends, reads to the end. */
final class Visit {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final String ACCEPTED = "HTTP/1.1 200 ";

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
     * @return whether it was accepted
     */
    boolean pay() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider);
        context.init(keys, new TrustManager[] {new Ourselves()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(message);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith(ACCEPTED);
        }
    }

    private static byte[] message(byte[] body) {
        byte[] head = ("POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nUser-Agent: rehearsal\r\n"
                        + "Content-Type: application/pkcs10\r\nConnection: close\r\nContent-Length: " + body.length
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
