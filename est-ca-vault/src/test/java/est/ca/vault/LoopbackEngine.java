package est.ca.vault;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** The PKI engine of a loopback Vault: issuers, one of which is the default, and what they signed. */
final class LoopbackEngine {

    private final List<LoopbackIssuer> issuers = new CopyOnWriteArrayList<>(List.of(new LoopbackIssuer("i1")));
    private final Map<String, X509Certificate> issued = new ConcurrentHashMap<>();
    private final LoopbackSigner signer = new LoopbackSigner();
    private final AtomicBoolean losesTheNextAnswer = new AtomicBoolean();

    /** The next certificate is signed and stored, and the connection breaks. */
    void loseTheNextAnswer() {
        losesTheNextAnswer.set(true);
    }

    LoopbackSigner signer() {
        return signer;
    }

    /** The one that signs. */
    LoopbackIssuer issuer() {
        return issuers.get(issuers.size() - 1);
    }

    /** From now on another issuer signs; the one before stays. */
    LoopbackIssuer rotate() {
        issuers.add(new LoopbackIssuer("i" + (issuers.size() + 1)));
        return issuer();
    }

    /** All certificates signed, in no order. */
    List<X509Certificate> issued() {
        return List.copyOf(issued.values());
    }

    /** What needs no token. */
    void read(HttpServerRequest request, String operation) {
        String[] path = request.path().replaceFirst("^/v1/pki/", "").split("/", -1);
        switch (operation) {
            case "issuers" -> data(request, new JsonObject().put("keys", ids()));
            case "issuer" -> data(request, describe(named(path[1])));
            case "crl" -> request.response().end(Buffer.buffer(named(path[1]).revocationList()));
            default ->
                Optional.ofNullable(issued.get(path[1]))
                        .ifPresentOrElse(
                                certificate -> data(
                                        request, new JsonObject().put("certificate", LoopbackTls.pem(certificate))),
                                () -> LoopbackVault.respond(
                                        request, 404, new JsonObject().put("errors", new JsonArray())));
        }
    }

    /** What needs a token. */
    void write(HttpServerRequest request, String operation, JsonObject posted) {
        switch (operation) {
            case "certs" -> {
                JsonArray keys = new JsonArray();
                issued.keySet().forEach(keys::add);
                data(request, new JsonObject().put("keys", keys));
            }
            case "revoke" -> revoke(request, posted.getString("certificate"));
            default -> sign(request, operation, posted);
        }
    }

    private void sign(HttpServerRequest request, String operation, JsonObject posted) {
        String role = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (!role.equals(LoopbackVault.ROLE)) {
            LoopbackVault.respond(request, 400, LoopbackVault.error("unknown role: " + role));
            return;
        }
        if (posted.containsKey("ttl") && posted.containsKey("not_after")) {
            LoopbackVault.respond(
                    request,
                    400,
                    LoopbackVault.error("Either ttl or not_after should be provided. Both should not be"));
            return;
        }
        X509Certificate certificate = signer.sign(operation, posted, issuer());
        issued.put(serial(certificate), certificate);
        if (losesTheNextAnswer.getAndSet(false)) {
            request.connection().close();
        } else {
            data(request, answer(certificate));
        }
    }

    /** The data of an answer to a signing request. */
    JsonObject answer(X509Certificate certificate) {
        return new JsonObject()
                .put("certificate", LoopbackTls.pem(certificate))
                .put("issuing_ca", LoopbackTls.pem(issuer().certificate))
                .put("ca_chain", chain(issuer()))
                .put("serial_number", serial(certificate))
                .put("not_before", certificate.getNotBefore().toInstant().getEpochSecond())
                .put("expiration", certificate.getNotAfter().toInstant().getEpochSecond());
    }

    private void revoke(HttpServerRequest request, String pem) {
        try {
            X509Certificate certificate = Pem.certificate(pem);
            Optional<LoopbackIssuer> issuer = issuers.stream()
                    .filter(each -> each.isIssuerOf(certificate))
                    .findFirst();
            if (issuer.isEmpty()) {
                LoopbackVault.respond(
                        request, 400, LoopbackVault.error("unable to verify signature on presented cert"));
                return;
            }
            issuer.get().revoke(certificate.getSerialNumber());
            data(request, new JsonObject().put("revocation_time", 1).put("state", "revoked"));
        } catch (CertificateException e) {
            LoopbackVault.respond(request, 400, LoopbackVault.error("certificate could not be decoded"));
        }
    }

    private LoopbackIssuer named(String reference) {
        return issuers.stream()
                .filter(issuer -> issuer.id.equals(reference))
                .findFirst()
                .orElseGet(this::issuer);
    }

    private JsonArray ids() {
        JsonArray ids = new JsonArray();
        issuers.forEach(issuer -> ids.add(issuer.id));
        return ids;
    }

    private static JsonObject describe(LoopbackIssuer issuer) {
        return new JsonObject()
                .put("certificate", LoopbackTls.pem(issuer.certificate))
                .put("ca_chain", chain(issuer))
                .put("revocation_time", 0);
    }

    private static JsonArray chain(LoopbackIssuer issuer) {
        return new JsonArray().add(LoopbackTls.pem(issuer.certificate)).add(LoopbackTls.pem(issuer.root));
    }

    static String serial(X509Certificate certificate) {
        BigInteger serial = certificate.getSerialNumber();
        byte[] octets = serial.toByteArray();
        int from = octets[0] == 0 ? 1 : 0;
        return HexFormat.ofDelimiter(":").formatHex(octets, from, octets.length);
    }

    private static void data(HttpServerRequest request, JsonObject data) {
        LoopbackVault.respond(
                request,
                200,
                new JsonObject()
                        .put("request_id", UUID.randomUUID().toString())
                        .put("lease_id", "")
                        .put("renewable", false)
                        .put("lease_duration", 0)
                        .put("data", data)
                        .putNull("wrap_info")
                        .putNull("warnings")
                        .putNull("auth"));
    }
}
