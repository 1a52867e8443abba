package est.policy;

import static est.policy.PolicyRefusal.Reason.NAME_MISSING;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A subject with variables: {@code CN={request.CN},O=Example Hospital,serialNumber={identity.serialNumber}}. What stands between
 * commas is fixed text and variables of the {@link ValueSource}s; a backslash escapes as in RFC 4514.
 *
 * @param attributes in the order of the subject
 */
record SubjectTemplate(List<Attribute> attributes) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)\\.([A-Za-z0-9-]+)}");

    /** A template is text: a variable need not be a value of its attribute. */
    private static final BCStyle AS_WRITTEN = new BCStyle() {
        @Override
        protected ASN1Encodable encodeStringValue(ASN1ObjectIdentifier type, String value) {
            return new DERUTF8String(value);
        }
    };

    /** What says which device a certificate is for. */
    private static final Set<ASN1ObjectIdentifier> DEVICE_NAMES = Set.of(BCStyle.CN, BCStyle.SERIALNUMBER);

    /** One attribute of the subject; its value is its pieces in a row. */
    record Attribute(ASN1ObjectIdentifier type, List<Piece> pieces) {}

    /** Fixed text or a variable. */
    private sealed interface Piece permits Text, Variable {}

    private record Text(String text) implements Piece {}

    private record Variable(ValueSource source, String attribute) implements Piece {

        boolean isOf(String name) {
            return source.name().equals(name);
        }

        boolean isOfRequest() {
            return isOf(RequestValues.NAME);
        }

        @Override
        public String toString() {
            return "{" + source.name() + "." + attribute + "}";
        }
    }

    /** The template of a text; what is wrong with it becomes an exception. */
    static SubjectTemplate of(String text, ProfileProperty property) {
        List<Attribute> attributes = new ArrayList<>();
        for (RDN rdn : rdns(text, property)) {
            ASN1ObjectIdentifier type = rdn.getFirst().getType();
            if (rdn.isMultiValued() || !(rdn.getFirst().getValue() instanceof ASN1String value)) {
                throw property.wrong("consists of single attributes with text: TYPE=value,TYPE=value");
            }
            attributes.add(new Attribute(type, pieces(value.getString(), property)));
        }
        return new SubjectTemplate(List.copyOf(attributes));
    }

    private static RDN[] rdns(String text, ProfileProperty property) {
        try {
            return new X500Name(AS_WRITTEN, text).getRDNs();
        } catch (IllegalArgumentException unreadable) {
            throw property.wrong("is no subject: TYPE=value,TYPE=value");
        }
    }

    private static List<Piece> pieces(String value, ProfileProperty property) {
        List<Piece> pieces = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(value);
        int from = 0;
        while (variables.find()) {
            addText(pieces, value.substring(from, variables.start()), property);
            pieces.add(variable(variables.group(1), variables.group(2), property));
            from = variables.end();
        }
        addText(pieces, value.substring(from), property);
        return List.copyOf(pieces);
    }

    private static void addText(List<Piece> pieces, String text, ProfileProperty property) {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw property.wrong("a variable is written {source.attribute}, not " + text);
        }
        if (!text.isEmpty()) {
            pieces.add(new Text(text));
        }
    }

    private static Variable variable(String source, String attribute, ProfileProperty property) {
        return ValueSource.ALL.stream()
                .filter(known -> known.name().equals(source) && known.offers(attribute))
                .map(known -> new Variable(known, attribute))
                .findFirst()
                .orElseThrow(() -> property.wrong("unknown variable {" + source + "." + attribute + "}"));
    }

    /** The same template, if a subject made of it can be one of the profile's. */
    SubjectTemplate requireWithin(
            Set<ASN1ObjectIdentifier> allowed, Set<ASN1ObjectIdentifier> required, ProfileProperty property) {
        Set<ASN1ObjectIdentifier> types =
                attributes.stream().map(Attribute::type).collect(Collectors.toSet());
        for (ASN1ObjectIdentifier type : required) {
            if (!types.contains(type)) {
                throw property.wrong("lacks the required attribute " + SubjectAttributes.nameOf(type));
            }
        }
        for (Attribute attribute : attributes) {
            requireOwnable(attribute, property);
        }
        try {
            NameHygiene.requireClean(example(), allowed);
        } catch (PolicyRefusal never) {
            throw property.wrong(never.getMessage());
        }
        return this;
    }

    /** Ownership is judged by CN and serialNumber of a request: its other attributes must not become a device's name. */
    private static void requireOwnable(Attribute attribute, ProfileProperty property) {
        for (Piece piece : attribute.pieces()) {
            if (DEVICE_NAMES.contains(attribute.type())
                    && piece instanceof Variable variable
                    && variable.isOf(DeviceValues.NAME)) {
                throw property.wrong(variable + " cannot name the device: it is found by its name");
            }
            if (DEVICE_NAMES.contains(attribute.type())
                    && piece instanceof Variable variable
                    && variable.isOfRequest()
                    && !SubjectAttributes.named(variable.attribute())
                            .filter(DEVICE_NAMES::contains)
                            .isPresent()) {
                throw property.wrong(variable + " cannot name the device: only CN and serialNumber of a request can");
            }
        }
    }

    /** The template with two letters for each variable, which every attribute may have as its value. */
    private X500Name example() {
        return name(piece -> piece instanceof Text fixed ? fixed.text() : "XX");
    }

    boolean readsRequest() {
        return attributes.stream()
                .flatMap(attribute -> attribute.pieces().stream())
                .anyMatch(piece -> piece instanceof Variable variable && variable.isOfRequest());
    }

    boolean readsDevice() {
        return attributes.stream()
                .flatMap(attribute -> attribute.pieces().stream())
                .anyMatch(piece -> piece instanceof Variable variable && variable.isOf(DeviceValues.NAME));
    }

    boolean namesDevice() {
        return attributes.stream().anyMatch(attribute -> DEVICE_NAMES.contains(attribute.type()));
    }

    /** The subject for this request. */
    X500Name fill(ClaimedNames requested, Application application) {
        return name(piece -> value(piece, requested, application));
    }

    private static String value(Piece piece, ClaimedNames requested, Application application) {
        if (piece instanceof Variable variable) {
            return variable.source()
                    .value(variable.attribute(), requested, application)
                    .orElseThrow(() -> new PolicyRefusal(
                            NAME_MISSING, "the subject needs " + variable + ", and there is no such value"));
        }
        return ((Text) piece).text();
    }

    private X500Name name(Function<Piece, String> values) {
        return new X500Name(attributes.stream()
                .map(attribute -> new RDN(
                        attribute.type(),
                        encoded(
                                attribute.type(),
                                attribute.pieces().stream().map(values).collect(Collectors.joining()))))
                .toArray(RDN[]::new));
    }

    /** The string types of RFC 5280 appendix A: PrintableString for country and serial number, IA5String for DC. */
    private static ASN1Encodable encoded(ASN1ObjectIdentifier type, String value) {
        boolean printable = type.equals(BCStyle.C) || type.equals(BCStyle.SERIALNUMBER);
        if (printable && DERPrintableString.isPrintableString(value)) {
            return new DERPrintableString(value);
        }
        boolean ia5 = type.equals(BCStyle.DC) && value.chars().allMatch(character -> character < 0x80);
        return ia5 ? new DERIA5String(value) : new DERUTF8String(value);
    }
}
