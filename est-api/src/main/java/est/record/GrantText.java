package est.record;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * A grant as the text its row keeps. What is read back is compared with a certificate that exists already; nothing is ever
 * signed from it (T-29).
 */
public final class GrantText {

    private GrantText() {}

    /** The text of a grant. */
    public static String of(CertificateContent content) {
        return new JsonObject()
                .put("subject", base64(content.subject().getEncoded()))
                .put("alternativeNames", array(content.alternativeNames(), GrantText::name))
                .put("keyUsages", array(content.orderedKeyUsages(), Enum::name))
                .put("extendedKeyUsages", array(content.extendedKeyUsages(), usage -> usage))
                .put("extensions", array(content.extensions(), GrantText::extension))
                .put("notBefore", content.notBefore().toString())
                .put("notAfter", content.notAfter().toString())
                .encode();
    }

    /**
     * The grant of a text.
     *
     * @throws IllegalArgumentException if it is none, or one of a version that did not keep the values of extensions
     */
    public static CertificateContent read(String text) {
        try {
            JsonObject grant = new JsonObject(text);
            return new CertificateContent(
                    new X500Principal(octets(grant.getString("subject"))),
                    list(grant, "alternativeNames", each -> name((String) each)),
                    Set.copyOf(usages(grant)),
                    list(grant, "extendedKeyUsages", String.class::cast),
                    list(grant, "extensions", each -> extension((JsonObject) each)),
                    Instant.parse(grant.getString("notBefore")),
                    Instant.parse(grant.getString("notAfter")));
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("the recorded grant cannot be read", unreadable);
        }
    }

    /** The text without the validity, which moves with each repeat: what an approval is for. */
    public static String undated(String text) {
        JsonObject grant = new JsonObject(text);
        grant.remove("notBefore");
        grant.remove("notAfter");
        return grant.encode();
    }

    private static EnumSet<CertificateContent.KeyUsage> usages(JsonObject grant) {
        return list(grant, "keyUsages", each -> CertificateContent.KeyUsage.valueOf((String) each)).stream()
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CertificateContent.KeyUsage.class)));
    }

    private static String name(AlternativeName name) {
        return name.kind() + ":" + base64(name.content());
    }

    private static AlternativeName name(String text) {
        int colon = text.indexOf(':');
        return AlternativeName.of(
                AlternativeName.Kind.valueOf(text.substring(0, colon)), octets(text.substring(colon + 1)));
    }

    private static JsonObject extension(CertificateContent.Extension extension) {
        return new JsonObject()
                .put("oid", extension.oid())
                .put("critical", extension.critical())
                .put("value", base64(extension.value()));
    }

    private static CertificateContent.Extension extension(JsonObject extension) {
        return new CertificateContent.Extension(
                extension.getString("oid"), extension.getBoolean("critical"), octets(extension.getString("value")));
    }

    private static <T> JsonArray array(Iterable<T> values, Function<T, Object> form) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(form.apply(value)));
        return array;
    }

    private static <T> List<T> list(JsonObject grant, String key, Function<Object, T> form) {
        List<T> values = new ArrayList<>();
        grant.getJsonArray(key).forEach(value -> values.add(form.apply(value)));
        return values;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] octets(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
