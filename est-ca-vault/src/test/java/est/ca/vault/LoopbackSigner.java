package est.ca.vault;

import est.ca.TestCertificates;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Signs as the three modes of a PKI engine do, from what was posted. The role {@code device} fixes O=Example and usages. */
final class LoopbackSigner {

    private static final Map<String, Integer> KEY_USAGES = Map.of(
            "DigitalSignature", KeyUsage.digitalSignature,
            "ContentCommitment", KeyUsage.nonRepudiation,
            "KeyEncipherment", KeyUsage.keyEncipherment,
            "DataEncipherment", KeyUsage.dataEncipherment,
            "KeyAgreement", KeyUsage.keyAgreement);

    private final SecureRandom random = new SecureRandom();

    /** The longest validity, if the role cuts. */
    volatile Duration longest = Duration.ofDays(36_500);

    /** Whether the role drops the last alternative name. */
    volatile boolean dropsNames;

    X509Certificate sign(String mode, JsonObject posted, LoopbackIssuer issuer) {
        try {
            PKCS10CertificationRequest request = request(posted.getString("csr"));
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    X500Name.getInstance(
                            issuer.certificate.getSubjectX500Principal().getEncoded()),
                    new BigInteger(159, random).setBit(158),
                    Date.from(now.minusSeconds(30)),
                    Date.from(end(posted, now)),
                    subject(mode, posted, request),
                    request.getSubjectPublicKeyInfo());
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuer.keys.getPublic()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    identifiers.createSubjectKeyIdentifier(request.getSubjectPublicKeyInfo()));
            switch (mode) {
                case "sign-verbatim" -> copy(builder, posted, request);
                case "sign" -> byRole(builder, posted);
                default -> byProgram(builder, posted);
            }
            return TestCertificates.toCertificate(builder.build(TestCertificates.signer(issuer.keys)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PKCS10CertificationRequest request(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return (PKCS10CertificationRequest) parser.readObject();
        }
    }

    private Instant end(JsonObject posted, Instant now) {
        Instant asked = posted.containsKey("not_after")
                ? Instant.parse(posted.getString("not_after"))
                : now.plusSeconds(Long.parseLong(posted.getString("ttl").replace("s", "")));
        Instant last = now.plus(longest);
        return asked.isBefore(last) ? asked : last;
    }

    private static X500Name subject(String mode, JsonObject posted, PKCS10CertificationRequest request) {
        if (mode.equals("sign-verbatim")) {
            return rewritten(request.getSubject());
        }
        X500NameBuilder name = new X500NameBuilder();
        Stream<String> organizations = mode.equals("sign") ? Stream.of("Example") : texts(posted, "organization");
        organizations.forEach(each -> name.addRDN(BCStyle.O, new DERPrintableString(each)));
        String commonName = posted.getString("common_name", "");
        if (!commonName.isEmpty()) {
            name.addRDN(BCStyle.CN, new DERPrintableString(commonName));
        }
        String serialNumber = posted.getString("serial_number", "");
        if (!serialNumber.isEmpty()) {
            name.addRDN(BCStyle.SERIALNUMBER, new DERPrintableString(serialNumber));
        }
        return name.build();
    }

    /** As Go writes names: a PrintableString wherever the characters allow it, whatever the request had (seen with Vault 1.21). */
    private static X500Name rewritten(X500Name subject) {
        X500NameBuilder name = new X500NameBuilder();
        for (RDN rdn : subject.getRDNs()) {
            AttributeTypeAndValue attribute = rdn.getFirst();
            boolean printable = attribute.getValue() instanceof ASN1String text
                    && DERPrintableString.isPrintableString(text.getString());
            name.addRDN(
                    attribute.getType(),
                    printable ? new DERPrintableString(attribute.getValue().toString()) : attribute.getValue());
        }
        return name.build();
    }

    private static void copy(X509v3CertificateBuilder builder, JsonObject posted, PKCS10CertificationRequest request)
            throws IOException {
        Extensions requested = Stream.of(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
                .findFirst()
                .map(attribute ->
                        Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)))
                .orElse(null);
        for (ASN1ObjectIdentifier oid :
                requested == null ? new ASN1ObjectIdentifier[0] : requested.getExtensionOIDs()) {
            if (!oid.equals(Extension.basicConstraints)) {
                builder.addExtension(requested.getExtension(oid));
            }
        }
        if (!builder.hasExtension(Extension.keyUsage)) {
            int bits = texts(posted, "key_usage").mapToInt(KEY_USAGES::get).sum();
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        }
        if (!builder.hasExtension(Extension.extendedKeyUsage)) {
            extendedKeyUsage(builder, texts(posted, "ext_key_usage_oids").toList());
        }
    }

    private void byRole(X509v3CertificateBuilder builder, JsonObject posted) throws IOException {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extendedKeyUsage(builder, List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"));
        List<GeneralName> names = new ArrayList<>();
        Stream.of(posted.getString("alt_names").split(","))
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.add(
                        new GeneralName(name.contains("@") ? GeneralName.rfc822Name : GeneralName.dNSName, name)));
        names(builder, posted, names, "ip_sans", "uri_sans");
    }

    private void byProgram(X509v3CertificateBuilder builder, JsonObject posted) throws IOException {
        int bits = 0;
        for (int bit = 0; bit < 8; bit++) {
            bits |= (posted.getInteger("key_usage") >> bit & 1) << (7 - bit);
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        extendedKeyUsage(builder, texts(posted, "ext_key_usage_oids").toList());
        List<GeneralName> names = new ArrayList<>();
        texts(posted, "dns_names").forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        texts(posted, "email_addresses").forEach(name -> names.add(new GeneralName(GeneralName.rfc822Name, name)));
        names(builder, posted, names, "ip_addresses", "uris");
        for (Object each : posted.getJsonArray("extensions")) {
            JsonObject extension = (JsonObject) each;
            builder.addExtension(
                    new ASN1ObjectIdentifier(extension.getString("oid")),
                    extension.getBoolean("critical"),
                    Base64.getDecoder().decode(extension.getString("value")));
        }
    }

    private void names(
            X509v3CertificateBuilder builder, JsonObject posted, List<GeneralName> names, String addresses, String uris)
            throws IOException {
        texts(posted, addresses).forEach(each -> names.add(new GeneralName(GeneralName.iPAddress, each)));
        texts(posted, uris).forEach(each -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, each)));
        if (dropsNames && !names.isEmpty()) {
            names.remove(names.size() - 1);
        }
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    private static void extendedKeyUsage(X509v3CertificateBuilder builder, List<String> oids) throws IOException {
        if (!oids.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(oids.stream()
                            .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                            .toArray(KeyPurposeId[]::new)));
        }
    }

    private static Stream<String> texts(JsonObject posted, String key) {
        return posted.getJsonArray(key, new JsonArray()).stream().map(String.class::cast);
    }
}
