package est.decision;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.policy.DecidedNames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * Names as JSON: the subject as text (RFC 4514) and as its RDNs in order, alternative names by kind. What is read back is a wish of
 * the other side, which the policy judges.
 */
final class NamesText {

    private static final int MAX_NAMES = 100;
    private static final int MAX_RDNS = 16;
    private static final int MAX_TEXT = 256;
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    /** Kinds of alternative names that can be told and decided; others are told as hex and cannot be decided. */
    private static final Map<Integer, String> KINDS = Map.of(
            GeneralName.dNSName, "dns",
            GeneralName.iPAddress, "ip",
            GeneralName.rfc822Name, "email",
            GeneralName.uniformResourceIdentifier, "uri");

    private NamesText() {}

    static JsonObject of(CertificateContent content) {
        List<GeneralName> names = content.alternativeNames().stream()
                .filter(name -> KINDS.containsKey(name.kind().tag()))
                .map(NamesText::generalName)
                .toList();
        return of(X500Name.getInstance(content.subject().getEncoded()), names);
    }

    private static GeneralName generalName(AlternativeName name) {
        int tag = name.kind().tag();
        return tag == GeneralName.iPAddress
                ? new GeneralName(tag, new DEROctetString(name.content()))
                : new GeneralName(tag, new DERIA5String(name.text().orElseThrow()));
    }

    static JsonObject of(X500Name subject, List<GeneralName> names) {
        JsonArray rdns = new JsonArray();
        for (RDN rdn : subject.getRDNs()) {
            rdns.add(rdn(rdn));
        }
        JsonObject byKind = new JsonObject();
        KINDS.values().stream().sorted().forEach(kind -> byKind.put(kind, new JsonArray()));
        names.stream()
                .filter(name -> KINDS.containsKey(name.getTagNo()))
                .forEach(name -> byKind.getJsonArray(KINDS.get(name.getTagNo())).add(text(name)));
        return new JsonObject()
                .put("subject", RFC4519Style.INSTANCE.toString(subject))
                .put("rdns", rdns)
                .put("alternativeNames", byKind);
    }

    private static JsonArray rdn(RDN rdn) {
        JsonArray attributes = new JsonArray();
        for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
            String name = RFC4519Style.INSTANCE.oidToDisplayName(attribute.getType());
            attributes.add(new JsonObject()
                    .put("type", name == null ? attribute.getType().getId() : name)
                    .put(
                            "value",
                            attribute.getValue() instanceof ASN1String text
                                    ? text.getString()
                                    : IETFUtils.valueToString(attribute.getValue())));
        }
        return attributes;
    }

    private static String text(GeneralName name) {
        if (name.getTagNo() != GeneralName.iPAddress) {
            return ASN1IA5String.getInstance(name.getName()).getString();
        }
        try {
            return InetAddress.getByAddress(
                            ASN1OctetString.getInstance(name.getName()).getOctets())
                    .getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }

    /**
     * The names of an answer.
     *
     * @throws UnusableAnswer if they are none
     */
    static DecidedNames read(JsonObject names) {
        X500Name subject = names.containsKey("rdns")
                ? subject(array(names.getValue("rdns"), MAX_RDNS))
                : subject(text(names.getValue("subject")));
        List<GeneralName> all = new ArrayList<>();
        if (names.getValue("alternativeNames") instanceof JsonObject byKind) {
            requireKnown(byKind.fieldNames());
            KINDS.forEach((tag, kind) -> {
                if (byKind.containsKey(kind)) {
                    array(byKind.getValue(kind), MAX_NAMES).forEach(each -> all.add(name(tag, text(each))));
                }
            });
        } else if (names.containsKey("alternativeNames")) {
            throw new UnusableAnswer("alternativeNames is no object");
        }
        return new DecidedNames(subject, all);
    }

    /** An unknown kind would be a name that somebody decided on and nobody gets. */
    private static void requireKnown(Set<String> kinds) {
        if (!KINDS.values().containsAll(kinds)) {
            throw new UnusableAnswer("alternativeNames has a kind that cannot be decided");
        }
    }

    private static X500Name subject(String rfc4514) {
        try {
            return X500Name.getInstance(new X500Principal(rfc4514).getEncoded());
        } catch (RuntimeException malformed) {
            throw new UnusableAnswer("the subject is no distinguished name");
        }
    }

    private static X500Name subject(JsonArray rdns) {
        return new X500Name(rdns.stream().map(NamesText::rdn).toArray(RDN[]::new));
    }

    private static RDN rdn(Object each) {
        AttributeTypeAndValue[] attributes =
                array(each, MAX_RDNS).stream().map(NamesText::attribute).toArray(AttributeTypeAndValue[]::new);
        if (attributes.length == 0) {
            throw new UnusableAnswer("an RDN has no attribute");
        }
        return new RDN(attributes);
    }

    private static AttributeTypeAndValue attribute(Object each) {
        if (!(each instanceof JsonObject attribute)) {
            throw new UnusableAnswer("an attribute of the subject is no object");
        }
        String type = text(attribute.getValue("type"));
        String value = text(attribute.getValue("value"));
        try {
            ASN1ObjectIdentifier oid = type.equalsIgnoreCase("serialNumber")
                    ? BCStyle.SERIALNUMBER
                    : RFC4519Style.INSTANCE.attrNameToOID(type);
            return new AttributeTypeAndValue(oid, RFC4519Style.INSTANCE.stringToValue(oid, escaped(value)));
        } catch (RuntimeException malformed) {
            throw new UnusableAnswer("an attribute of the subject has no known type, or no value of its type");
        }
    }

    /** A leading # would be read as hex digits. */
    private static String escaped(String value) {
        return value.startsWith("#") || value.startsWith("\\") ? "\\" + value : value;
    }

    private static GeneralName name(int tag, String text) {
        if (tag != GeneralName.iPAddress) {
            if (text.chars().anyMatch(character -> character > 0x7f)) {
                throw new UnusableAnswer("an alternative name is not ASCII");
            }
            return new GeneralName(tag, new DERIA5String(text));
        }
        if (!ADDRESS.matcher(text).matches()) {
            throw new UnusableAnswer("an address is none");
        }
        try {
            // only digits, letters of hex, dots and colons: nothing is looked up
            return new GeneralName(
                    tag, new DEROctetString(InetAddress.getByName(text).getAddress()));
        } catch (UnknownHostException none) {
            throw new UnusableAnswer("an address is none");
        }
    }

    private static JsonArray array(@Nullable Object value, int most) {
        if (!(value instanceof JsonArray array) || array.size() > most) {
            throw new UnusableAnswer("names are no array, or too many");
        }
        return array;
    }

    private static String text(@Nullable Object value) {
        if (!(value instanceof String text) || text.length() > MAX_TEXT * MAX_RDNS) {
            throw new UnusableAnswer("a name is no text, or too long");
        }
        return text;
    }
}
