package est.policy;

import est.pki.AlternativeName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.GeneralName;

/** Names that were granted, as a grant carries them: octet for octet what stands in the certificate. */
final class CertificateNames {

    private CertificateNames() {}

    static X500Principal subject(ClaimedNames names) {
        return new X500Principal(der(names.subject()));
    }

    static List<AlternativeName> alternativeNames(ClaimedNames names) {
        return names.alternativeNames().stream()
                .map(CertificateNames::alternativeName)
                .toList();
    }

    /** Only the kinds that {@link NameHygiene} let pass arrive here. */
    private static AlternativeName alternativeName(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> AlternativeName.of(AlternativeName.Kind.DNS_NAME, ia5(name));
            case GeneralName.rfc822Name -> AlternativeName.of(AlternativeName.Kind.RFC822_NAME, ia5(name));
            case GeneralName.uniformResourceIdentifier -> AlternativeName.of(AlternativeName.Kind.URI, ia5(name));
            case GeneralName.iPAddress ->
                AlternativeName.ipAddress(
                        ASN1OctetString.getInstance(name.getName()).getOctets());
            case GeneralName.otherName ->
                AlternativeName.of(AlternativeName.Kind.OTHER_NAME, content(ASN1Sequence.getInstance(name.getName())));
            default -> throw new IllegalStateException("a name of a kind that hygiene refuses");
        };
    }

    private static byte[] ia5(GeneralName name) {
        return ASN1IA5String.getInstance(name.getName()).getOctets();
    }

    /** The elements without the header of their sequence, which the context tag stands for. */
    private static byte[] content(ASN1Sequence sequence) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        sequence.forEach(element -> content.writeBytes(der(element)));
        return content.toByteArray();
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
