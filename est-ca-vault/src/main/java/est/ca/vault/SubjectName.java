package est.ca.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A distinguished name as the values of its attributes, in order. Two are equal whatever their string types: the CA writes
 * types of its own.
 *
 * @param attributes one per RDN
 */
record SubjectName(List<Attribute> attributes) {

    static final String CN = "2.5.4.3";
    static final String SERIAL_NUMBER = "2.5.4.5";
    static final String UID = "0.9.2342.19200300.100.1.1";

    /**
     * One attribute.
     *
     * @param type its OID
     * @param value its text, or its DER in hex if it is none
     */
    record Attribute(String type, String value) {}

    /** Copies the list. */
    SubjectName {
        attributes = List.copyOf(attributes);
    }

    static SubjectName of(X500Principal principal) {
        return of(X500Name.getInstance(principal.getEncoded()));
    }

    /**
     * The attributes of a name.
     *
     * @throws est.ca.CaException of kind {@code REFUSED} if an RDN has several values, which the CA would take apart
     */
    static SubjectName of(X500Name name) {
        List<Attribute> attributes = new ArrayList<>();
        for (RDN rdn : name.getRDNs()) {
            if (rdn.isMultiValued()) {
                throw SigningMode.refused("a relative name with several values");
            }
            AttributeTypeAndValue first = rdn.getFirst();
            attributes.add(new Attribute(first.getType().getId(), text(first.getValue())));
        }
        return new SubjectName(attributes);
    }

    /** The values of a type, in order. */
    List<String> values(String type) {
        return of(type).map(Attribute::value).toList();
    }

    /**
     * The only value of a type.
     *
     * @throws est.ca.CaException of kind {@code REFUSED} if there are several
     */
    Optional<String> only(String type) {
        List<String> values = values(type);
        if (values.size() > 1) {
            throw SigningMode.refused("a subject that repeats an attribute: " + type);
        }
        return values.stream().findFirst();
    }

    private Stream<Attribute> of(String type) {
        return attributes.stream().filter(attribute -> attribute.type().equals(type));
    }

    private static String text(ASN1Encodable value) {
        try {
            return value instanceof ASN1String string
                    ? string.getString()
                    : '#' + HexFormat.of().formatHex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
