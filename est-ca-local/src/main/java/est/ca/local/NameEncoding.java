package est.ca.local;

import est.ca.CaException;
import est.pki.AlternativeName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/** Writes granted names, exactly as granted or not at all (RFC 5280 §4.2.1.6). */
final class NameEncoding {

    private NameEncoding() {}

    /**
     * The names in order.
     *
     * @throws CaException of kind {@code REFUSED} if one cannot stand in a certificate
     */
    static GeneralName[] encode(List<AlternativeName> names) {
        return names.stream().map(NameEncoding::encode).toArray(GeneralName[]::new);
    }

    private static GeneralName encode(AlternativeName name) {
        try {
            return new GeneralName(name.kind().tag(), content(name));
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw CaException.refused("a subject alternative name is malformed", e);
        }
    }

    private static ASN1Encodable content(AlternativeName name) {
        byte[] octets = name.content();
        return switch (name.kind()) {
            case RFC822_NAME, DNS_NAME, URI -> text(octets);
            case IP_ADDRESS -> new DEROctetString(octets);
            case REGISTERED_ID -> ASN1ObjectIdentifier.fromContents(octets);
            case DIRECTORY_NAME -> X500Name.getInstance(ASN1Sequence.getInstance(octets));
            case OTHER_NAME, X400_ADDRESS, EDI_PARTY_NAME -> ASN1Sequence.getInstance(DerSequence.of(octets));
        };
    }

    // EST-ISS-09: IA5 text without control characters or spaces; what the name may say is the policy's to judge.
    private static DERIA5String text(byte[] octets) {
        for (byte octet : octets) {
            if (octet <= 0x20 || octet == 0x7f) {
                throw new IllegalArgumentException("not printable IA5 text");
            }
        }
        return new DERIA5String(new String(octets, StandardCharsets.US_ASCII));
    }
}
