package est.policy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * What an otherName says: a character string, or for a hardwareModuleName (RFC 4108 §5) the serial number of the module. Other
 * values say nothing here, since nobody could tell whose name they are.
 *
 * @param type the type-id
 * @param text the value
 */
record OtherNameValue(ASN1ObjectIdentifier type, String text) {

    private static final ASN1ObjectIdentifier HARDWARE_MODULE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.4");

    static Optional<OtherNameValue> of(GeneralName name) {
        OtherName other = OtherName.getInstance(name.getName());
        return text(other.getTypeID(), other.getValue()).map(text -> new OtherNameValue(other.getTypeID(), text));
    }

    private static Optional<String> text(ASN1ObjectIdentifier type, ASN1Encodable value) {
        if (type.equals(HARDWARE_MODULE)) {
            return serialNumber(value);
        }
        boolean readable = value instanceof ASN1UTF8String
                || value instanceof ASN1IA5String
                || value instanceof ASN1PrintableString;
        return readable ? Optional.of(((ASN1String) value).getString()) : Optional.empty();
    }

    /** HardwareModuleName ::= SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum OCTET STRING } */
    private static Optional<String> serialNumber(ASN1Encodable value) {
        return value instanceof ASN1Sequence module
                        && module.size() == 2
                        && module.getObjectAt(0) instanceof ASN1ObjectIdentifier
                        && module.getObjectAt(1) instanceof ASN1OctetString serial
                ? Optional.of(new String(serial.getOctets(), StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }
}
