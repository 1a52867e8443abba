package est.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * When two names are the same (EST-REN-03): identical DER first, else RFC 5280 §7.1 on parsed values, RDN by RDN in order.
 * Formatted strings are never compared (T-13).
 */
final class NameComparison {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private NameComparison() {}

    static boolean areSame(X500Name one, X500Name other) {
        if (Arrays.equals(der(one), der(other))) {
            return true;
        }
        RDN[] ones = one.getRDNs();
        RDN[] others = other.getRDNs();
        if (ones.length != others.length) {
            return false;
        }
        for (int i = 0; i < ones.length; i++) {
            if (!areSame(ones[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    /** Alternative names as an unordered set of identical GeneralNames. */
    static boolean areSame(List<GeneralName> ones, List<GeneralName> others) {
        Set<GeneralName> left = new HashSet<>(ones);
        return left.equals(new HashSet<>(others));
    }

    /** Attribute values, case folded, white space compressed (RFC 5280 §7.1, RFC 4518). */
    static boolean areSame(ASN1Encodable one, ASN1Encodable other) {
        if (one instanceof ASN1String left && other instanceof ASN1String right) {
            return folded(left.getString()).equals(folded(right.getString()));
        }
        return one.toASN1Primitive().equals(other.toASN1Primitive());
    }

    static String folded(String value) {
        String normal = Normalizer.normalize(value, Normalizer.Form.NFKC);
        return SPACES.matcher(normal.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private static boolean areSame(RDN one, RDN other) {
        if (one.isMultiValued() || other.isMultiValued()) {
            return one.toASN1Primitive().equals(other.toASN1Primitive());
        }
        AttributeTypeAndValue left = one.getFirst();
        AttributeTypeAndValue right = other.getFirst();
        return left.getType().equals(right.getType()) && areSame(left.getValue(), right.getValue());
    }

    private static byte[] der(X500Name name) {
        try {
            return name.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
