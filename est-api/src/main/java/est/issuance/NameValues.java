package est.issuance;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Compares names by their values: same attributes in the same order, same characters. UTF8String and PrintableString are
 * one: RFC 5280 §4.1.2.4 allows both, and some authorities write one where the other was granted.
 */
final class NameValues {

    private NameValues() {}

    static boolean areSame(X500Name first, X500Name second) {
        return Arrays.equals(first.getRDNs(), second.getRDNs(), NameValues::compare);
    }

    private static int compare(RDN first, RDN second) {
        return Arrays.equals(first.getTypesAndValues(), second.getTypesAndValues(), NameValues::compare) ? 0 : 1;
    }

    private static int compare(AttributeTypeAndValue first, AttributeTypeAndValue second) {
        return first.getType().equals(second.getType()) && haveSameValue(first.getValue(), second.getValue()) ? 0 : 1;
    }

    private static boolean haveSameValue(ASN1Encodable first, ASN1Encodable second) {
        return (isText(first) && isText(second))
                ? ((ASN1String) first).getString().equals(((ASN1String) second).getString())
                : first.toASN1Primitive().equals(second.toASN1Primitive());
    }

    private static boolean isText(ASN1Encodable value) {
        return value instanceof ASN1UTF8String || value instanceof ASN1PrintableString;
    }
}
