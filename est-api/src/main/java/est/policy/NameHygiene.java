package est.policy;

import static est.policy.PolicyRefusal.Reason.HOSTILE_NAME;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Names that no certificate may contain, whoever asks (T-13). Every name of every kind passes here; what passes is
 * well-formed, not yet yours.
 */
final class NameHygiene {

    private static final int MAX_COMMON_NAME = 64;
    private static final int MAX_VALUE = 256;
    private static final int MAX_OTHER_NAME = 512;

    /** Schemes that are clean whatever a profile says; whose they are is another question. */
    private static final Set<String> URI_SCHEMES = Set.of("https", "urn", "spiffe");

    private static final Pattern IP_TEXT =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    private static final Pattern LOCAL_PART =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final byte[] MAPPED_IPV4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private NameHygiene() {}

    /** Requires single-valued RDNs of distinct types that the profile lists, each value clean. */
    static void requireClean(X500Name subject, Set<ASN1ObjectIdentifier> allowed) {
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        for (RDN rdn : subject.getRDNs()) {
            require(rdn.size() == 1, "a subject attribute set has not exactly one value");
            AttributeTypeAndValue attribute = rdn.getFirst();
            ASN1ObjectIdentifier type = attribute.getType();
            require(allowed.contains(type), "the subject has an attribute that is not allowed: " + type.getId());
            require(seen.add(type) || isRepeatable(type), "a subject attribute repeats: " + type.getId());
            requireCleanValue(type, attribute.getValue());
        }
    }

    /**
     * Requires each alternative name to be of a kind that certificates here may carry, and well-formed.
     *
     * @param schemes schemes of URIs that are clean beside the usual ones
     * @param otherNames types of otherName that are clean
     */
    static void requireClean(List<GeneralName> names, Set<String> schemes, Set<ASN1ObjectIdentifier> otherNames) {
        names.forEach(name -> requireClean(name, schemes, otherNames));
    }

    private static boolean isRepeatable(ASN1ObjectIdentifier type) {
        return type.equals(BCStyle.OU) || type.equals(BCStyle.DC);
    }

    private static void requireCleanValue(ASN1ObjectIdentifier type, ASN1Encodable encoded) {
        String value = text(type, encoded);
        require(
                isCleanText(value),
                "a subject attribute has control characters, odd spaces or no content: " + type.getId());
        require(
                value.length() <= (type.equals(BCStyle.CN) ? MAX_COMMON_NAME : MAX_VALUE),
                "a subject attribute is too long");
        if (type.equals(BCStyle.CN)) {
            require(!IP_TEXT.matcher(value).matches(), "the common name is an IP address");
        }
        if (type.equals(BCStyle.EmailAddress)) {
            require(isMailAddress(value), "the mail address of the subject is not well-formed");
        }
        if (type.equals(BCStyle.C)) {
            require(COUNTRY.matcher(value).matches(), "the country is not two letters");
        }
    }

    /** EST-ISS-04: PrintableString or UTF8String, and IA5String where the attribute is defined so. */
    private static String text(ASN1ObjectIdentifier type, ASN1Encodable encoded) {
        boolean legal = encoded instanceof ASN1UTF8String
                || (encoded instanceof ASN1PrintableString printable
                        && DERPrintableString.isPrintableString(printable.getString()))
                || (encoded instanceof ASN1IA5String && (type.equals(BCStyle.DC) || type.equals(BCStyle.EmailAddress)));
        require(legal, "a subject attribute is neither a PrintableString nor a UTF8String: " + type.getId());
        return ((ASN1String) encoded).getString();
    }

    static boolean isCleanText(String value) {
        return !value.isEmpty()
                && value.equals(value.strip())
                && !value.contains("  ")
                && value.codePoints().allMatch(NameHygiene::isVisible);
    }

    /** No control, format (bidi, zero width), surrogate, private or unassigned character; of spaces only the plain one. */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }

    private static void requireClean(GeneralName name, Set<String> schemes, Set<ASN1ObjectIdentifier> otherNames) {
        switch (name.getTagNo()) {
            case GeneralName.dNSName -> require(DnsName.isWellFormed(ia5(name)), "a dNSName is not well-formed");
            case GeneralName.rfc822Name -> require(isMailAddress(ia5(name)), "an rfc822Name is not well-formed");
            case GeneralName.uniformResourceIdentifier ->
                require(isPlainUri(ia5(name), schemes), "a URI is not well-formed or its scheme not allowed");
            case GeneralName.iPAddress ->
                require(
                        isAddress(ASN1OctetString.getInstance(name.getName()).getOctets()),
                        "an iPAddress is not well-formed");
            case GeneralName.otherName ->
                require(isOtherName(name, otherNames), "an otherName is not well-formed or its type not allowed");
            default -> throw new PolicyRefusal(HOSTILE_NAME, "an alternative name is of a kind that is not allowed");
        }
    }

    /** Of a listed type, with clean text as its value or as a serial number in it. */
    private static boolean isOtherName(GeneralName name, Set<ASN1ObjectIdentifier> types) {
        return OtherNameValue.of(name)
                .filter(value -> types.contains(value.type()))
                .filter(value -> value.text().length() <= MAX_OTHER_NAME && isCleanText(value.text()))
                .isPresent();
    }

    private static String ia5(GeneralName name) {
        byte[] octets = ASN1IA5String.getInstance(name.getName()).getOctets();
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static boolean isMailAddress(String address) {
        int at = address.indexOf('@');
        return at > 0
                && address.length() <= MAX_VALUE
                && LOCAL_PART.matcher(address.substring(0, at)).matches()
                && DnsName.isWellFormed(address.substring(at + 1));
    }

    private static boolean isPlainUri(String text, Set<String> schemes) {
        try {
            URI uri = new URI(text);
            return text.length() <= MAX_VALUE
                    && text.chars().allMatch(c -> c > ' ' && c < 0x7f)
                    && uri.isAbsolute()
                    && (URI_SCHEMES.contains(uri.getScheme()) || schemes.contains(uri.getScheme()))
                    && uri.getRawUserInfo() == null
                    && (uri.getRawAuthority() == null || !uri.getRawAuthority().contains("@"));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isAddress(byte[] octets) {
        boolean mapped =
                octets.length == 16 && Arrays.equals(octets, 0, MAPPED_IPV4.length, MAPPED_IPV4, 0, MAPPED_IPV4.length);
        return (octets.length == 4 || octets.length == 16) && !mapped;
    }

    private static void require(boolean holds, String detail) {
        if (!holds) {
            throw new PolicyRefusal(HOSTILE_NAME, detail);
        }
    }
}
