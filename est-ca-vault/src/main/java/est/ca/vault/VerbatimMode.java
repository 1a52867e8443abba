package est.ca.vault;

import est.ca.IssuanceRequest;
import est.pki.CertificateContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * {@code sign-verbatim}: the CA copies subject and every extension of the request but basicConstraints. What is not granted
 * extension by extension therefore never leaves (T-12). Usages are sent where the request has none.
 */
final class VerbatimMode implements SigningMode {

    @Override
    public String operation() {
        return "sign-verbatim";
    }

    @Override
    public JsonObject content(IssuanceRequest request) {
        CertificateContent granted = request.granted();
        RequestedContent requested = RequestedContent.of(request);
        require(
                requested.subject().equals(SubjectName.of(granted.subject())),
                "the subject of the request is not the granted one");
        requireNames(granted, requested);
        Map<ASN1ObjectIdentifier, Extension> extensions =
                new TreeMap<>((a, b) -> a.getId().compareTo(b.getId()));
        extensions.putAll(requested.extensions());
        extensions.remove(Extension.subjectAlternativeName);
        requireEndEntity(extensions.remove(Extension.basicConstraints));
        JsonObject content = new JsonObject();
        sayKeyUsages(granted, extensions.remove(Extension.keyUsage), content);
        sayExtendedKeyUsages(granted, extensions.remove(Extension.extendedKeyUsage), content);
        requireGranted(granted, extensions);
        return content;
    }

    private static void requireNames(CertificateContent granted, RequestedContent requested) {
        require(
                new HashSet<>(requested.alternativeNames()).equals(new HashSet<>(granted.alternativeNames())),
                "the alternative names of the request are not the granted ones");
        Extension extension = requested.extensions().get(Extension.subjectAlternativeName);
        boolean critical = granted.hasEmptySubject(); // RFC 5280 §4.2.1.6
        require(extension == null || extension.isCritical() == critical, "criticality of the alternative names");
    }

    /** basicConstraints are left out by the CA; a wish to be one is not passed on all the same. */
    private static void requireEndEntity(@Nullable Extension extension) {
        require(
                extension == null
                        || !BasicConstraints.getInstance(extension.getParsedValue())
                                .isCA(),
                "the request asks for a CA certificate");
    }

    private static void sayKeyUsages(CertificateContent granted, @Nullable Extension extension, JsonObject content) {
        if (extension == null) {
            content.put("key_usage", SigningMode.keyUsages(granted.keyUsages()));
            return;
        }
        int bits = granted.keyUsages().stream()
                .mapToInt(usage -> 0x80 >> usage.bit())
                .sum();
        KeyUsage requested = KeyUsage.getInstance(extension.getParsedValue());
        require(requested.equals(new KeyUsage(bits)) && extension.isCritical(), "the key usage of the request");
    }

    private static void sayExtendedKeyUsages(
            CertificateContent granted, @Nullable Extension extension, JsonObject content) {
        if (extension == null) {
            content.put("ext_key_usage", new JsonArray());
            content.put("ext_key_usage_oids", SigningMode.texts(granted.extendedKeyUsages()));
            return;
        }
        Set<String> requested = Arrays.stream(
                        ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages())
                .map(KeyPurposeId::getId)
                .collect(Collectors.toSet());
        require(
                requested.equals(new HashSet<>(granted.extendedKeyUsages())) && !extension.isCritical(),
                "the extended key usage of the request");
    }

    private static void requireGranted(CertificateContent granted, Map<ASN1ObjectIdentifier, Extension> requested) {
        for (CertificateContent.Extension expected : granted.extensions()) {
            Extension extension = requested.remove(new ASN1ObjectIdentifier(expected.oid()));
            require(
                    extension != null
                            && extension.isCritical() == expected.critical()
                            && Arrays.equals(extension.getExtnValue().getOctets(), expected.value()),
                    "the request lacks the granted extension " + expected.oid());
        }
        require(
                requested.isEmpty(),
                "the request holds extensions that are not granted: "
                        + requested.keySet().stream()
                                .map(ASN1ObjectIdentifier::getId)
                                .toList());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw SigningMode.refused(otherwise);
        }
    }
}
