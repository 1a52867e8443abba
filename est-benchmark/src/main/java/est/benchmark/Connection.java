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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One TLS connection to the door on loopback, with as much HTTP/1.1 as the door needs. Not thread-safe. */
public final class Connection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 40_000;

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
    public static Connection open(SSLSocketFactory sockets, int port) throws IOException {
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
        send(enrollment(request, "Authorization: Basic bm9ib2R5Om5vdGhpbmcgb2YgdGhlIHNvcnQ=\r\n"));
        return receive().status();
    }

    /**
     * Posts any body to where certification requests go.
     *
     * @param headers further header lines, each with its end
     * @return the body of the answer
     * @throws IOException also if the answer has another status
     */
    byte[] post(byte[] request, String headers, int status) throws IOException {
        send(enrollment(request, headers));
        return require(status);
    }

    /**
     * The octets of an enrollment.
     *
     * @param request in base64
     * @param headers further header lines, each with its line end
     */
    public byte[] enrollment(byte[] request, String headers) {
        return enrollment("simpleenroll", request, headers);
    }

    /** As {@link #enrollment(byte[], String)} for another operation, or one of a label. */
    public byte[] enrollment(String operation, byte[] request, String headers) {
        byte[] head = ("POST /.well-known/est/" + operation + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUser-Agent: est-benchmark\r\n" + headers
                        + "Content-Type: application/pkcs10\r\nContent-Length: " + request.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + request.length);
        System.arraycopy(request, 0, all, head.length, request.length);
        return all;
    }

    /**
     * Asks for the emptiest answer there is.
     *
     * @throws IOException also if the answer is not 204
     */
    public void askForAttributes() throws IOException {
        send(("GET /.well-known/est/csrattrs HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUser-Agent: est-benchmark\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        require(204);
    }

    /** Sends octets as they are, in one write. */
    public void send(byte[] octets) throws IOException {
        out.write(octets);
    }

    /**
     * Reads one answer; one that ends early is given as far as it came.
     *
     * @throws IOException if not even its head came whole
     */
    public Answer receive() throws IOException {
        String status = line();
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = body(length);
        return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, body, body.length == length);
    }

    private byte[] body(int length) {
        byte[] body = new byte[length];
        int read = 0;
        try {
            for (int n = 0; n >= 0 && read < length; n = in.read(body, read, length - read)) {
                read += n;
            }
        } catch (IOException cut) {
            // what came before it counts
        }
        return read == length ? body : Arrays.copyOf(body, read);
    }

    private byte[] require(int status) throws IOException {
        Answer answer = receive();
        if (answer.status() != status || !answer.complete()) {
            throw new IOException("the server answered " + answer.status() + " "
                    + new String(answer.body(), StandardCharsets.US_ASCII));
        }
        return answer.body();
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
