package est.decision;

import est.identity.ClientIdentity;
import est.pki.CertificateContent;
import est.protocol.SubjectPublicKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;

/** A question as JSON. No password, secret or challengePassword is in it: nothing here has seen one (I-10). */
final class QuestionText {

    private static final int VERSION = 1;

    private QuestionText() {}

    static byte[] of(String id, Instant now, Question question) {
        Question.Occasion occasion = question.occasion();
        return new JsonObject()
                .put("version", VERSION)
                .put("id", id)
                .put("time", now.toString())
                .put("reference", occasion.reference())
                .put("repeat", occasion.repeat())
                .put("label", occasion.label())
                .put("operation", occasion.operation())
                .put("profile", occasion.profile())
                .put("address", occasion.address())
                .put("identity", identity(question.identity()))
                .put("key", key(question.request().publicKey()))
                .put(
                        "requested",
                        NamesText.of(
                                question.request().subject(), question.request().alternativeNames()))
                .put("granted", granted(question.granted()))
                .toBuffer()
                .getBytes();
    }

    private static JsonObject identity(ClientIdentity identity) {
        JsonObject text = new JsonObject()
                .put("kind", identity.kind().name().toLowerCase(Locale.ROOT))
                .put("name", identity.name());
        identity.certificate().ifPresent(certificate -> text.put("certificate", certificate(certificate)));
        return text;
    }

    private static JsonObject certificate(X509Certificate certificate) {
        try {
            return new JsonObject()
                    .put("sha256", hex(sha256(certificate.getEncoded())))
                    .put("serial", certificate.getSerialNumber().toString(16))
                    .put("subject", text(certificate.getSubjectX500Principal().getEncoded()))
                    .put("issuer", text(certificate.getIssuerX500Principal().getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonObject key(SubjectPublicKey key) {
        return new JsonObject()
                .put("kind", key.algorithm())
                .put("name", key.name())
                .put("sha256", hex(key.sha256()));
    }

    private static JsonObject granted(CertificateContent content) {
        JsonArray usages = new JsonArray();
        content.orderedKeyUsages().forEach(usage -> usages.add(usage.name().toLowerCase(Locale.ROOT)));
        return NamesText.of(content)
                .put("keyUsages", usages)
                .put("extendedKeyUsages", new JsonArray(content.extendedKeyUsages()))
                .put("notBefore", content.notBefore().toString())
                .put("notAfter", content.notAfter().toString());
    }

    private static String text(byte[] name) {
        return RFC4519Style.INSTANCE.toString(X500Name.getInstance(name));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
