package est.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a manufacturer's PKI shows to the world, on loopback: a CRL at {@code /crl}, an OCSP responder at {@code /ocsp}. */
public final class LoopbackPki implements AutoCloseable {

    private static final int NOT_MODIFIED = 304;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final TestResponder responder;
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile byte[] list = new byte[0];
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;
    private volatile TestResponder.Mood mood = TestResponder.Mood.GOOD;

    /** For the certificates of this CA. */
    public LoopbackPki(TestAuthority ca) {
        responder = new TestResponder(ca);
        list = TestLists.of(ca).revoking();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException unusable) {
            throw new IllegalStateException(unusable);
        }
        server.setExecutor(threads);
        server.createContext("/crl", this::crl);
        server.createContext("/ocsp", this::ocsp);
        server.start();
    }

    /** The address of a path. */
    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The CRL from now on. */
    public void show(byte[] crl) {
        list = crl;
    }

    /** The status of all answers from now on. */
    public void answerWith(int newStatus) {
        status = newStatus;
    }

    /** How the responder answers from now on. */
    public void feel(TestResponder.Mood newMood) {
        mood = newMood;
    }

    /** How long every answer takes from now on. */
    public void delay(Duration longer) {
        delay = longer;
    }

    /** How often the CRL was sent. */
    public int fetched() {
        return fetched.get();
    }

    /** How often it was as before. */
    public int unchanged() {
        return unchanged.get();
    }

    /** How often the responder was asked. */
    public int asked() {
        return asked.get();
    }

    private void crl(HttpExchange exchange) throws IOException {
        byte[] now = list;
        String tag = "\"" + java.util.Arrays.hashCode(now) + "\"";
        if (status == 200 && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            unchanged.incrementAndGet();
            exchange.sendResponseHeaders(NOT_MODIFIED, -1);
            exchange.close();
            return;
        }
        fetched.incrementAndGet();
        exchange.getResponseHeaders().set("ETag", tag);
        send(exchange, now);
    }

    private void ocsp(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (InputStream body = exchange.getRequestBody()) {
            send(exchange, responder.answer(body.readAllBytes(), mood));
        }
    }

    private void send(HttpExchange exchange, byte[] body) throws IOException {
        pause();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        } catch (IOException impatient) {
            // whoever asked has gone
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(delay.toMillis());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
