package est.ca.vault;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code cel/sign} of OpenBao: the whole grant is sent in keys of our own, and the role's CEL program copies it. The program
 * is to refuse nothing: its refusals come back as 500.
 */
final class CelMode implements SigningMode {

    /** What the program can put into a subject, by the names of Go's. */
    private static final Map<String, String> SUBJECT = Map.of(
            SubjectName.CN,
            "common_name",
            SubjectName.SERIAL_NUMBER,
            "serial_number",
            "2.5.4.6",
            "country",
            "2.5.4.10",
            "organization",
            "2.5.4.11",
            "ou",
            "2.5.4.7",
            "locality",
            "2.5.4.8",
            "province");

    private static final Set<String> SINGLE = Set.of(SubjectName.CN, SubjectName.SERIAL_NUMBER);

    @Override
    public String operation() {
        return "cel/sign";
    }

    @Override
    public JsonObject content(IssuanceRequest request) {
        CertificateContent granted = request.granted();
        GrantedNames names = GrantedNames.of(granted);
        return subject(SubjectName.of(granted.subject()))
                .put("dns_names", SigningMode.texts(names.texts(AlternativeName.Kind.DNS_NAME)))
                .put("email_addresses", SigningMode.texts(names.texts(AlternativeName.Kind.RFC822_NAME)))
                .put("uris", SigningMode.texts(names.texts(AlternativeName.Kind.URI)))
                .put("ip_addresses", SigningMode.texts(names.addresses()))
                .put("key_usage", keyUsageBits(granted))
                .put("ext_key_usage_oids", SigningMode.texts(granted.extendedKeyUsages()))
                .put("extensions", extensions(granted))
                .put("not_before", granted.notBefore().toString());
    }

    /** Every key is present, so that the program need not ask. */
    private static JsonObject subject(SubjectName subject) {
        for (SubjectName.Attribute attribute : subject.attributes()) {
            if (!SUBJECT.containsKey(attribute.type())) {
                throw CaException.refused(
                        "the certification authority cannot issue this: subject attribute " + attribute.type(), null);
            }
        }
        JsonObject content = new JsonObject();
        SUBJECT.forEach((type, key) -> {
            List<String> values = subject.values(type);
            content.put(key, SINGLE.contains(type) ? subject.only(type).orElse("") : SigningMode.texts(values));
        });
        return content;
    }

    /** Go's x509.KeyUsage: bit n of the extension is 2 to the n. */
    private static int keyUsageBits(CertificateContent granted) {
        return granted.keyUsages().stream().mapToInt(usage -> 1 << usage.bit()).sum();
    }

    private static JsonArray extensions(CertificateContent granted) {
        JsonArray extensions = new JsonArray();
        for (CertificateContent.Extension extension : granted.extensions()) {
            extensions.add(new JsonObject()
                    .put("oid", extension.oid())
                    .put("critical", extension.critical())
                    .put("value", Base64.getEncoder().encodeToString(extension.value())));
        }
        return extensions;
    }
}
