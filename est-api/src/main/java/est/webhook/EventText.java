package est.webhook;

import est.record.AuditedEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;

/** An event as JSON. */
final class EventText {

    private static final int VERSION = 1;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private EventText() {}

    /** The same event has the same id in every attempt. */
    static String id(AuditedEvent event) {
        return "evt-" + event.id();
    }

    static byte[] of(AuditedEvent event, boolean withPem) {
        AuditedEvent.Occasion occasion = event.occasion();
        JsonObject text = new JsonObject()
                .put("version", VERSION)
                .put("id", id(event))
                .put("event", event.kind())
                .put("time", event.at().toString());
        event.enrollment().ifPresent(enrollment -> text.put("enrollment", enrollment.toString()));
        occasion.label().ifPresent(label -> text.put("label", label));
        occasion.operation().ifPresent(operation -> text.put("operation", operation));
        occasion.identity().ifPresent(identity -> text.put("identity", identity));
        occasion.reason().ifPresent(reason -> text.put("reason", reason));
        occasion.address().ifPresent(address -> text.put("address", address));
        occasion.reference().ifPresent(reference -> text.put("reference", reference));
        event.certificate().ifPresent(der -> text.put("certificate", certificate(der, withPem)));
        return text.toBuffer().getBytes();
    }

    private static JsonObject certificate(byte[] der, boolean withPem) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            JsonObject text = new JsonObject()
                    .put("serial", certificate.getSerialNumber().toString(16))
                    .put("issuer", name(certificate.getIssuerX500Principal().getEncoded()))
                    .put("subject", name(certificate.getSubjectX500Principal().getEncoded()))
                    .put("names", names(certificate))
                    .put("notBefore", certificate.getNotBefore().toInstant().toString())
                    .put("notAfter", certificate.getNotAfter().toInstant().toString())
                    .put(
                            "sha256",
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(der)));
            return withPem ? text.put("pem", pem(der)) : text;
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("a recorded certificate cannot be read", unreadable);
        }
    }

    private static String name(byte[] der) {
        return RFC4519Style.INSTANCE.toString(X500Name.getInstance(der));
    }

    /** Those alternative names that have a text. */
    private static JsonArray names(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        JsonArray texts = new JsonArray();
        if (names != null) {
            names.stream()
                    .map(name -> name.get(1))
                    .filter(String.class::isInstance)
                    .forEach(texts::add);
        }
        return texts;
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(der) + "\n-----END CERTIFICATE-----\n";
    }
}
