package est.device;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** A TLS connection that carries several requests. */
public final class KeptConnection implements AutoCloseable {

    private final SSLSocket socket;
    private final InputStream in;

    /** Takes over an open connection. */
    public KeptConnection(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** POSTs to simplereenroll and reads one answer; its status. */
    public int reenroll(byte[] der) throws IOException {
        byte[] body = Device.base64(der);
        OutputStream out = socket.getOutputStream();
        out.write(
                ("POST /.well-known/est/simplereenroll HTTP/1.1\r\nHost: localhost\r\nUser-Agent: test\r\nContent-Length: "
                                + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        String head = head();
        in.skipNBytes(length(head));
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the server closed after: " + head);
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
