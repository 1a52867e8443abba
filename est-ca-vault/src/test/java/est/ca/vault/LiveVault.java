package est.ca.vault;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A running Vault or OpenBao, {@code EST_TEST_VAULT_ADDR}, entered with {@code EST_TEST_VAULT_TOKEN}; what it trusts for TLS
 * stands in the PEM file {@code EST_TEST_VAULT_CACERT}, if given. Makes a mount, a CA, a role, a policy and a token of its own
 * and removes them.
 */
final class LiveVault implements AutoCloseable {

    static final String ADDRESS = "EST_TEST_VAULT_ADDR";

    private final String address = System.getenv(ADDRESS);
    private final Optional<Path> trust =
            Optional.ofNullable(System.getenv("EST_TEST_VAULT_CACERT")).map(Path::of);
    private final String name = "est-test-" + UUID.randomUUID();
    private final HttpClient http;
    private final String token;

    LiveVault() throws Exception {
        http = client();
        ask(
                "POST",
                "sys/mounts/" + name,
                new JsonObject().put("type", "pki").put("config", new JsonObject().put("max_lease_ttl", "87600h")));
        ask(
                "POST",
                name + "/root/generate/internal",
                new JsonObject()
                        .put("common_name", "EST live test")
                        .put("ttl", "87600h")
                        .put("key_type", "ec")
                        .put("key_bits", 256));
        ask("POST", name + "/roles/" + LoopbackVault.ROLE, role());
        ask("POST", "sys/policies/acl/" + name, new JsonObject().put("policy", policy()));
        token = ask(
                        "POST",
                        "auth/token/create",
                        new JsonObject()
                                .put("policies", new JsonArray().add(name))
                                .put("type", "batch")
                                .put("ttl", "1h"))
                .getJsonObject("auth")
                .getString("client_token");
    }

    private HttpClient client() throws Exception {
        HttpClient.Builder builder = HttpClient.newBuilder();
        if (trust.isPresent()) {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            for (X509Certificate anchor : Pem.certificates(Files.readAllBytes(trust.get()))) {
                anchors.setCertificateEntry(anchor.getSerialNumber().toString(), anchor);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            builder.sslContext(context);
        }
        return builder.build();
    }

    private static JsonObject role() {
        return new JsonObject()
                .put("allow_any_name", true)
                .put("enforce_hostnames", false)
                .put("allow_ip_sans", true)
                .put("allowed_uri_sans", "*")
                .put("use_csr_common_name", false)
                .put("use_csr_sans", false)
                .put("require_cn", false)
                .put("key_type", "any")
                .put("organization", "Example")
                .put("key_usage", new JsonArray().add("DigitalSignature"))
                .put("server_flag", true)
                .put("client_flag", true)
                .put("max_ttl", "8760h");
    }

    private String policy() {
        String update = "path \"%s/%s\" { capabilities = [\"update\"] }\n";
        return update.formatted(name, "sign-verbatim/" + LoopbackVault.ROLE)
                + update.formatted(name, "sign/" + LoopbackVault.ROLE)
                + update.formatted(name, "revoke")
                + "path \"%s/certs\" { capabilities = [\"list\"] }\n".formatted(name)
                + "path \"%s/certs/\" { capabilities = [\"list\"] }\n".formatted(name);
    }

    /** An authority of this mount. */
    OpenVault open(String mode, Path folder) {
        return OpenVault.at(address, token, trust.map(LiveVault::trusting), folder)
                .with("mount", name)
                .with("mode", mode.toLowerCase(Locale.ROOT))
                .with("revocation", "true")
                .with("lookup", "true");
    }

    String token() {
        return token;
    }

    private static SSLOptions trusting(Path anchors) {
        SSLOptions options = new SSLOptions();
        options.setTrustOptions(new PemTrustOptions().addCertPath(anchors.toString()));
        return options;
    }

    @Override
    public void close() throws IOException {
        ask("DELETE", "sys/mounts/" + name, new JsonObject());
        ask("DELETE", "sys/policies/acl/" + name, new JsonObject());
    }

    private JsonObject ask(String method, String path, JsonObject body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/" + path))
                .header("X-Vault-Token", System.getenv("EST_TEST_VAULT_TOKEN"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        HttpResponse<String> answer = sent(request);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    private HttpResponse<String> sent(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
