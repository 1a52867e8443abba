package est.policy;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The attribute types of subjects that settings may name, by the names of RFC 4519. */
final class SubjectAttributes {

    private static final Map<String, ASN1ObjectIdentifier> BY_NAME = Map.of(
            "CN", BCStyle.CN,
            "serialNumber", BCStyle.SERIALNUMBER,
            "O", BCStyle.O,
            "OU", BCStyle.OU,
            "L", BCStyle.L,
            "ST", BCStyle.ST,
            "C", BCStyle.C,
            "DC", BCStyle.DC,
            "emailAddress", BCStyle.EmailAddress,
            "UID", BCStyle.UID);

    private SubjectAttributes() {}

    static Optional<ASN1ObjectIdentifier> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The name of a type, or its OID. */
    static String nameOf(ASN1ObjectIdentifier type) {
        return BY_NAME.entrySet().stream()
                .filter(known -> known.getValue().equals(type))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(type.getId());
    }
}
