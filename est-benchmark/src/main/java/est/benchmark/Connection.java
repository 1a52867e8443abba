package est.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One TLS connection to the door on loopback, with as much HTTP/1.1 as the door needs. Not thread-safe. */
final class Connection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 40_000;
    private static final String LENGTH = "content-length:";

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int port;

    private Connection(SSLSocket socket, int port) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        this.out = socket.getOutputStream();
        this.port = port;
    }

    /** Connects and completes the handshake. */
    static Connection open(SSLSocketFactory sockets, int port) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.startHandshake();
            return new Connection(socket, port);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Posts a certification request.
     *
     * @return the body of the answer
     * @throws IOException also if the answer is not 200
     */
    byte[] enroll(byte[] request) throws IOException {
        return post(request, "", 200);
    }

    /** Posts a certification request as a user who does not exist, and returns the status. */
    int tryPassword(byte[] request) throws IOException {
        send(request, "Authorization: Basic bm9ib2R5Om5vdGhpbmcgb2YgdGhlIHNvcnQ=\r\n");
        return Integer.parseInt(line().split(" ", 3)[1]);
    }

    /**
     * Posts any body to where certification requests go.
     *
     * @param headers further header lines, each with its end
     * @return the body of the answer
     * @throws IOException also if the answer has another status
     */
    byte[] post(byte[] request, String headers, int status) throws IOException {
        send(request, headers);
        return answer(" " + status + " ");
    }

    private void send(byte[] request, String headers) throws IOException {
        byte[] head = ("POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUser-Agent: est-benchmark\r\n" + headers
                        + "Content-Type: application/pkcs10\r\nContent-Length: " + request.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + request.length);
        System.arraycopy(request, 0, all, head.length, request.length);
        out.write(all);
    }

    /**
     * Asks for the emptiest answer there is.
     *
     * @throws IOException also if the answer is not 204
     */
    void askForAttributes() throws IOException {
        out.write(("GET /.well-known/est/csrattrs HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUser-Agent: est-benchmark\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        answer(" 204 ");
    }

    private byte[] answer(String expected) throws IOException {
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.contains(expected)) {
            throw new IOException("the server answered " + status + " " + new String(body, StandardCharsets.US_ASCII));
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
