package est.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An operator's program: real TLS, and the server's root as only anchor. */
public final class ConsoleClient {

    private final HttpClient http;
    private final String base;
    private final Optional<String> token;

    private ConsoleClient(HttpClient http, String base, Optional<String> token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** Nobody yet. */
    public static ConsoleClient at(int port, Path root) {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(trusting(root))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return new ConsoleClient(http, "https://localhost:" + port, Optional.empty());
    }

    /** With a token. */
    public ConsoleClient as(String operatorToken) {
        return new ConsoleClient(http, base, Optional.of(operatorToken));
    }

    /** GETs a path. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** DELETEs. */
    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    /** POSTs without a body. */
    public HttpResponse<String> post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** POSTs JSON. */
    public HttpResponse<String> post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** The one waiting request of a label. */
    public JsonObject only(String label) {
        var items = new JsonObject(get("/api/v1/pending?label=" + label).body()).getJsonArray("items");
        if (items.size() != 1) {
            throw new IllegalStateException("expected one waiting request, got " + items);
        }
        return items.getJsonObject(0);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static SSLContext trusting(Path root) {
        try (InputStream in = Files.newInputStream(root)) {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    /** Whether a refusal is told as RFC 9457 has it, with the reference that is in its header. */
    static void isProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("reference"))
                .isEqualTo(answer.headers().firstValue("Request-Id").orElseThrow());
    }
}
