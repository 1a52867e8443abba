package est.device;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        return post("simplereenroll", "", der);
    }

    /** POSTs to simpleenroll and reads one answer; its status. */
    public int enroll(byte[] der) throws IOException {
        return post("simpleenroll", "", der);
    }

    /** POSTs to simpleenroll with a Basic user name and password and reads one answer; its status. */
    public int enroll(String userName, String password, byte[] der) throws IOException {
        String pair = Base64.getEncoder().encodeToString((userName + ":" + password).getBytes(StandardCharsets.UTF_8));
        return post("simpleenroll", "Authorization: Basic " + pair + "\r\n", der);
    }

    private int post(String operation, String fields, byte[] der) throws IOException {
        byte[] body = Device.base64(der);
        OutputStream out = socket.getOutputStream();
        String head = "POST /.well-known/est/" + operation
                + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: test\r\n" + fields + "Content-Length: " + body.length
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        String answer = head();
        in.skipNBytes(length(answer));
        return Integer.parseInt(answer.split(" ", 3)[1]);
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
