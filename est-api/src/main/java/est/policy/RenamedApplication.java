package est.policy;

import static est.policy.PolicyRefusal.Reason.NAMES_CHANGED;

import est.pki.CertificateContent;
import est.protocol.CertificationRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The same application, had the client asked for other names: so that names which somebody else decided are judged by every rule that
 * holds for a client's own, hygiene and ownership included. The request made here is judged and thrown away: its signature is not one.
 */
public final class RenamedApplication {

    private static final ASN1ObjectIdentifier MICROSOFT_EXTENSION_REQUEST =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

    private RenamedApplication() {}

    /**
     * Judges the application under these names.
     *
     * @return a grant with exactly these names
     * @throws PolicyRefusal if the client may not have them, or the profile would grant others
     */
    public static Grant judge(EnrollmentPolicy policy, Application application, DecidedNames names) {
        CertificationRequest request = renamed(application.request(), names);
        Grant grant = policy.judge(new Application(
                application.identity(),
                request,
                application.profile(),
                application.ca(),
                application.ownKeys(),
                application.renewal(),
                application.now(),
                application.device()));
        if (!areNamesOf(grant.content(), names)) {
            throw new PolicyRefusal(NAMES_CHANGED, "the profile grants other names than were decided");
        }
        return grant;
    }

    private static boolean areNamesOf(CertificateContent granted, DecidedNames names) {
        X500Name subject = X500Name.getInstance(granted.subject().getEncoded());
        List<byte[]> wanted = names.alternativeNames().stream()
                .map(RenamedApplication::content)
                .toList();
        return NameComparison.areSame(subject, names.subject())
                && granted.alternativeNames().size() == wanted.size()
                && granted.alternativeNames().stream()
                        .allMatch(name -> wanted.stream().anyMatch(each -> Arrays.equals(each, name.content())));
    }

    private static byte[] content(GeneralName name) {
        ASN1Encodable value = name.getName();
        return value instanceof ASN1IA5String text
                ? text.getOctets()
                : value instanceof ASN1OctetString octets ? octets.getOctets() : der(value);
    }

    private static CertificationRequest renamed(CertificationRequest request, DecidedNames names) {
        CertificationRequestInfo info = CertificationRequestInfo.getInstance(request.signedPart());
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        if (info.getAttributes() != null) {
            for (ASN1Encodable each : info.getAttributes()) {
                if (!isExtensionRequest(Attribute.getInstance(each))) {
                    attributes.add(each);
                }
            }
        }
        extensions(request, names.alternativeNames())
                .ifPresent(wishes -> attributes.add(
                        new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(wishes))));
        CertificationRequestInfo renamed =
                new CertificationRequestInfo(names.subject(), info.getSubjectPublicKeyInfo(), new DERSet(attributes));
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(renamed);
        parts.add(org.bouncycastle.asn1.pkcs.CertificationRequest.getInstance(request.encoded())
                .getSignatureAlgorithm());
        parts.add(new DERBitString(request.signature()));
        return CertificationRequest.decode(der(new DERSequence(parts)));
    }

    private static boolean isExtensionRequest(Attribute attribute) {
        return attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)
                || attribute.getAttrType().equals(MICROSOFT_EXTENSION_REQUEST);
    }

    /** The requested ones, with these alternative names in place of the requested. */
    private static Optional<Extensions> extensions(CertificationRequest request, List<GeneralName> names) {
        List<Extension> all = new ArrayList<>();
        request.requestedExtensions().ifPresent(requested -> {
            for (ASN1ObjectIdentifier type : requested.getExtensionOIDs()) {
                if (!type.equals(Extension.subjectAlternativeName)) {
                    all.add(requested.getExtension(type));
                }
            }
        });
        if (!names.isEmpty()) {
            GeneralNames value = new GeneralNames(names.toArray(GeneralName[]::new));
            all.add(new Extension(Extension.subjectAlternativeName, false, der(value)));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(new Extensions(all.toArray(Extension[]::new)));
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
