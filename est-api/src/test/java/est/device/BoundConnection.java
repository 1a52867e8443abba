package est.device;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/** A TLS connection of a client that knows the channel binding of its session. */
public final class BoundConnection implements AutoCloseable {

    private final SSLSocket socket;

    private BoundConnection(SSLSocket socket) {
        this.socket = socket;
    }

    /** Connects and shakes hands. */
    public static BoundConnection to(int port, String protocol) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        context.init(null, new TrustManager[] {Device.trustEverything()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return new BoundConnection(socket);
    }

    /** The challengePassword for this session (RFC 7030 §3.5, RFC 9266 §2). */
    public String binding() throws IOException {
        byte[] value = socket.getSession().getProtocol().equals("TLSv1.3")
                ? Conscrypt.exportKeyingMaterial(socket, "EXPORTER-Channel-Binding", new byte[0], 32)
                : Conscrypt.getTlsUnique(socket);
        return Base64.getEncoder().encodeToString(value);
    }

    /** POSTs to simpleenroll with a one-time secret and reads until the server closes. */
    public Answer enroll(String secret, byte[] der) throws IOException {
        return enroll("/.well-known/est/simpleenroll", secret, der);
    }

    /** As {@link #enroll(String, byte[])}, at a path. */
    public Answer enroll(String path, String secret, byte[] der) throws IOException {
        byte[] body = Device.base64(der);
        String credentials = Base64.getEncoder().encodeToString((":" + secret).getBytes(StandardCharsets.US_ASCII));
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + credentials
                + "\r\nUser-Agent: test\r\nContent-Length: " + body.length + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return Answer.read(socket.getInputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
