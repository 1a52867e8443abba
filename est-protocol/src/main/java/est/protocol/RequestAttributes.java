package est.protocol;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;

/**
 * The attributes of a certification request (RFC 2986 §4.1): those that mean something here, and which types there are.
 *
 * @param types the dotted OIDs of all attributes
 */
record RequestAttributes(
        RequestedExtensions extensions,
        Optional<String> challengePassword,
        Optional<NameChange> nameChange,
        Set<String> types) {

    static final RequestAttributes NONE =
            new RequestAttributes(RequestedExtensions.NONE, Optional.empty(), Optional.empty(), Set.of());

    private static final int MAX_ATTRIBUTES = 32;
    private static final int MAX_CHALLENGE = 256;
    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    private static final String MICROSOFT_EXTENSION_REQUEST = "1.3.6.1.4.1.311.2.1.14";
    private static final String CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";
    private static final String CHANGE_SUBJECT_NAME = "1.3.6.1.5.5.7.7.36";

    /** Reads the content of the [0] element. */
    static RequestAttributes read(DerElement attributes) {
        DerCursor cursor = attributes.children();
        Set<String> seen = new HashSet<>();
        RequestedExtensions extensions = RequestedExtensions.NONE;
        Optional<String> challenge = Optional.empty();
        Optional<NameChange> change = Optional.empty();
        while (cursor.hasNext()) {
            DerCursor parts = cursor.next(DerCursor.SEQUENCE, "attribute").children();
            String type = oid(parts.next(DerCursor.OID, "type of an attribute"));
            DerElement values = parts.next(DerCursor.SET, "values of an attribute");
            parts.requireEnd("attribute");
            requireNew(type, seen);
            switch (type) {
                case EXTENSION_REQUEST, MICROSOFT_EXTENSION_REQUEST ->
                    extensions = RequestedExtensions.read(single(values, DerCursor.SEQUENCE, "extension request"));
                case CHALLENGE_PASSWORD -> challenge = Optional.of(challenge(values));
                case CHANGE_SUBJECT_NAME ->
                    change = Optional.of(NameChange.read(single(values, DerCursor.SEQUENCE, "change of names")));
                default -> requireOneValue(values);
            }
        }
        return new RequestAttributes(extensions, challenge, change, Set.copyOf(seen));
    }

    private static void requireNew(String type, Set<String> seen) {
        if (!seen.add(type)) {
            throw new MalformedMessageException("the attribute " + type + " stands there twice");
        }
        if (seen.size() > MAX_ATTRIBUTES) {
            throw new MalformedMessageException("the request has more than " + MAX_ATTRIBUTES + " attributes");
        }
        if (seen.contains(EXTENSION_REQUEST) && seen.contains(MICROSOFT_EXTENSION_REQUEST)) {
            throw new MalformedMessageException("extensions are requested under two attribute types at once");
        }
    }

    private static DerElement single(DerElement values, int tag, String what) {
        DerCursor cursor = values.children();
        DerElement value = cursor.next(tag, what);
        requireSingle(cursor, what);
        return value;
    }

    private static void requireSingle(DerCursor cursor, String what) {
        if (cursor.hasNext()) {
            throw new MalformedMessageException("the " + what + " has more than one value");
        }
    }

    /** T-16: also where nothing here reads it, somebody behind us might, and take the other one. */
    private static void requireOneValue(DerElement values) {
        if (values.isEmpty()) {
            throw new MalformedMessageException("an attribute has no value");
        }
        DerCursor cursor = values.children();
        cursor.next("value of an attribute");
        requireSingle(cursor, "set of values of an attribute");
    }

    private static String challenge(DerElement values) {
        DerCursor cursor = values.children();
        DerElement value = cursor.next("challengePassword");
        requireSingle(cursor, "challengePassword");
        if (!NameRules.isChallengeText(value)) {
            throw new MalformedMessageException("the challengePassword is not a character string");
        }
        if (NameRules.requireText(value) > MAX_CHALLENGE) {
            throw new MalformedMessageException(
                    "the challengePassword is longer than " + MAX_CHALLENGE + " characters");
        }
        return Parsed.by(() -> text(value.encoded()), "challengePassword");
    }

    private static String text(byte[] encoded) {
        try {
            return ((ASN1String) ASN1Primitive.fromByteArray(encoded)).getString();
        } catch (IOException unreadable) {
            throw new MalformedMessageException("the challengePassword cannot be read");
        }
    }

    private static String oid(DerElement element) {
        return Parsed.by(() -> ASN1ObjectIdentifier.fromContents(element.content()), "type of an attribute")
                .getId();
    }

    /** Without the challenge, which may be somebody's password (I-10). */
    @Override
    public String toString() {
        return "RequestAttributes" + types;
    }
}
