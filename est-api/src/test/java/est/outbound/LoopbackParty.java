package est.outbound;

import est.device.Pem;
import est.device.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** An authorizer or a receiver on loopback: real TLS that demands a client certificate, and answers by script. Thread-safe. */
public final class LoopbackParty implements AutoCloseable {

    /** What it shares with the server. */
    public static final String SECRET = "canary-secret-of-the-party-0123456789";

    /** One for all: event loops are slow to start. */
    private static final Vertx VERTX = Vertx.vertx();

    /** What was posted. */
    public record Posted(String id, String timestamp, String signature, String body) {

        /** The body. */
        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    /** How a request is answered that has been read. */
    public interface Script {
        /** Answers. */
        void answer(HttpServerRequest request, Posted posted);
    }

    private final TestAuthority authority = new TestAuthority("CN=Loopback party CA");
    private final PemKeyCertOptions identity;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private volatile Script script = (request, each) -> respond(request, 204, "");
    private volatile HttpServer server;
    private volatile int port;

    private LoopbackParty(String dnsName, boolean expired) {
        this.identity = identity("CN=party", dnsName, expired);
        this.server = listen(0);
        this.port = server.actualPort();
    }

    /** One whose certificate is good for localhost. */
    public static LoopbackParty start() {
        return new LoopbackParty("localhost", false);
    }

    /** One whose certificate is good for somebody else. */
    static LoopbackParty startAs(String dnsName) {
        return new LoopbackParty(dnsName, false);
    }

    /** One whose certificate is not good any more. */
    static LoopbackParty startExpired() {
        return new LoopbackParty("localhost", true);
    }

    private PemKeyCertOptions identity(String subject, String dnsName, boolean expired) {
        KeyPair keys = TestAuthority.ecKeys();
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName));
        Extension san = TestAuthority.extension(Extension.subjectAlternativeName, false, names);
        X509Certificate certificate =
                expired ? authority.expiredDeviceWith(subject, keys, san) : authority.deviceWith(subject, keys, san);
        return new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(Pem.of(certificate)))
                .setKeyValue(Buffer.buffer(Pem.of(keys.getPrivate())));
    }

    private HttpServer listen(int at) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(at)
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(trust())
                .setKeyCertOptions(identity);
        try {
            return VERTX.createHttpServer(options)
                    .requestHandler(request -> request.body().onSuccess(body -> received(request, body)))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void received(HttpServerRequest request, Buffer body) {
        Posted each = new Posted(
                request.getHeader("Webhook-Id"),
                request.getHeader("Webhook-Timestamp"),
                String.valueOf(request.getHeader("Webhook-Signature")),
                body.toString(StandardCharsets.UTF_8));
        posted.add(each);
        script.answer(request, each);
    }

    /** Where it listens. */
    public String url(String path) {
        return "https://localhost:" + port + path;
    }

    /** From now on it answers so. */
    public void script(Script next) {
        script = next;
    }

    /** From now on it answers every question with this, signed. */
    public void answers(String body) {
        script((request, each) -> respondSigned(request, each.id(), body));
    }

    /** All that was posted so far. */
    public List<Posted> posted() {
        return List.copyOf(posted);
    }

    /** Nobody listens. */
    public void stop() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens again, at the same port. */
    public void resume() {
        server = listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    PemTrustOptions trust() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(Pem.of(authority.certificate())));
    }

    PemKeyCertOptions clientIdentity() {
        return identity("CN=est", "est.example", false);
    }

    static Vertx vertx() {
        return VERTX;
    }

    /** Writes what a server needs to come here: {@code trust.pem}, {@code client.pem}, {@code client.key}, {@code secret}. */
    public void writeTo(Path directory) {
        PemKeyCertOptions client = clientIdentity();
        try {
            Files.createDirectories(directory);
            authority.writeTo(directory.resolve("trust.pem"));
            Files.write(directory.resolve("client.pem"), client.getCertValue().getBytes());
            Files.write(directory.resolve("client.key"), client.getKeyValue().getBytes());
            writeSecret(directory.resolve("secret"), SECRET, "rw-------");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Writes a file with a secret. */
    static Path writeSecret(Path file, String text, String permissions) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** Answers. */
    public static void respond(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    /** Answers as docs/decisions-and-webhooks.md says: signed, as the answer to this id. */
    public static void respondSigned(HttpServerRequest request, String id, String body) {
        request.response().putHeader("Webhook-Signature", "v1," + hmac("answer." + id + "." + body));
        respond(request, 200, body);
    }

    /** HMAC-SHA-256 under {@link #SECRET}, by other code than the server's. */
    public static String hmac(String signed) {
        return hmac(SECRET, signed);
    }

    static String hmac(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
