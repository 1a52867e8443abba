package est.ca.vault;

import est.ca.IssuanceRequest;
import est.pki.AlternativeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/**
 * What a certification request asks for, as the CA would copy it.
 *
 * @param subject the attributes of the subject
 * @param alternativeNames in order; only kinds that the CA copies unchanged
 * @param extensions all of them, by OID
 */
record RequestedContent(
        SubjectName subject, List<AlternativeName> alternativeNames, Map<ASN1ObjectIdentifier, Extension> extensions) {

    private static final AlternativeName.Kind[] BY_TAG = AlternativeName.Kind.values();

    /**
     * The content of a request that was decoded before.
     *
     * @throws est.ca.CaException of kind {@code REFUSED} if it is malformed, repeats an extension, or holds a name of a
     *     kind that Vault drops or rewrites
     */
    static RequestedContent of(IssuanceRequest request) {
        try {
            CertificationRequestInfo info = CertificationRequest.getInstance(request.certificationRequest())
                    .getCertificationRequestInfo();
            Map<ASN1ObjectIdentifier, Extension> extensions = extensions(info.getAttributes());
            return new RequestedContent(
                    SubjectName.of(info.getSubject()),
                    names(extensions.get(Extension.subjectAlternativeName)),
                    extensions);
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            throw SigningMode.refused("the request is malformed");
        }
    }

    private static Map<ASN1ObjectIdentifier, Extension> extensions(ASN1Set attributes) {
        Map<ASN1ObjectIdentifier, Extension> found = new HashMap<>();
        for (int i = 0; attributes != null && i < attributes.size(); i++) {
            Attribute attribute = Attribute.getInstance(attributes.getObjectAt(i));
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                Extensions requested =
                        Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
                for (ASN1ObjectIdentifier oid : requested.getExtensionOIDs()) {
                    if (found.put(oid, requested.getExtension(oid)) != null) {
                        throw SigningMode.refused("the request repeats an extension");
                    }
                }
            }
        }
        return found;
    }

    private static List<AlternativeName> names(@Nullable Extension extension) throws IOException {
        List<AlternativeName> names = new ArrayList<>();
        if (extension != null) {
            for (GeneralName name :
                    GeneralNames.getInstance(extension.getParsedValue()).getNames()) {
                names.add(copied(name));
            }
        }
        return names;
    }

    private static AlternativeName copied(GeneralName name) throws IOException {
        AlternativeName.Kind kind = BY_TAG[name.getTagNo()];
        return switch (kind) {
            case DNS_NAME, RFC822_NAME, URI, IP_ADDRESS ->
                AlternativeName.of(
                        kind, content(name.getName().toASN1Primitive().getEncoded()));
            case OTHER_NAME, X400_ADDRESS, DIRECTORY_NAME, EDI_PARTY_NAME, REGISTERED_ID ->
                throw SigningMode.refused("an alternative name of kind " + kind);
        };
    }

    /** The octets of a string or an octet string, which have the same length form. */
    private static byte[] content(byte[] der) {
        byte[] octets = der.clone();
        octets[0] = 0x04;
        return ASN1OctetString.getInstance(octets).getOctets();
    }
}
