package est.issuance;

import est.pki.AlternativeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.GeneralName;

/** The alternative names of a certificate that came back, as the values they were granted as. */
final class EncodedNames {

    private EncodedNames() {}

    static AlternativeName of(GeneralName name) throws IOException {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> text(AlternativeName.Kind.DNS_NAME, name);
            case GeneralName.rfc822Name -> text(AlternativeName.Kind.RFC822_NAME, name);
            case GeneralName.uniformResourceIdentifier -> text(AlternativeName.Kind.URI, name);
            case GeneralName.iPAddress ->
                AlternativeName.ipAddress(
                        ASN1OctetString.getInstance(name.getName()).getOctets());
            default -> AlternativeName.of(AlternativeName.Kind.OTHER_NAME, name.getEncoded(ASN1Encoding.DER));
        };
    }

    private static AlternativeName text(AlternativeName.Kind kind, GeneralName name) {
        String text = ((ASN1String) name.getName()).getString();
        return AlternativeName.of(kind, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
