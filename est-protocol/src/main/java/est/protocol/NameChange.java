package est.protocol;

import java.util.List;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The ChangeSubjectName attribute (RFC 6402 §2.8): the names the next certificate shall have instead of those the request
 * states. Well formed does not mean allowed.
 *
 * @param subject the new subject; empty if the attribute leaves it out
 * @param alternativeNames the new alternative names; none if the attribute leaves them out
 */
public record NameChange(X500Name subject, List<GeneralName> alternativeNames) {

    private static final X500Name NOBODY = X500Name.getInstance(ASN1Sequence.getInstance(new byte[] {0x30, 0}));
    private static final int FIRST_GENERAL_NAME = 0x80;

    /** Copies the list. */
    public NameChange {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /**
     * Reads the attribute's value. RFC 6402 gives both parts the same tag; its erratum 3943 tags the second one {@code [1]}. Both
     * forms are read: a Name consists of sets, GeneralNames of tagged names, so no value has two readings.
     */
    static NameChange read(DerElement value) {
        DerCursor parts = value.children();
        X500Name subject = NOBODY;
        List<GeneralName> names = List.of();
        boolean some = false;
        if (isAtSubject(parts)) {
            DerElement name = parts.next(DerCursor.SEQUENCE, "new subject");
            NameRules.requireName(name);
            subject = Parsed.by(() -> X500Name.getInstance(name.encoded()), "new subject");
            some = !name.isEmpty() || parts.hasNext();
        }
        if (parts.hasNext()) {
            names = names(
                    parts.isAt(DerCursor.CONTEXT_1) ? parts.next("names") : parts.next(DerCursor.SEQUENCE, "names"));
            some = true;
        }
        parts.requireEnd("change of names");
        if (!some) {
            throw new MalformedMessageException("the change of names says no name");
        }
        return new NameChange(subject, names);
    }

    private static boolean isAtSubject(DerCursor parts) {
        return parts.isAt(DerCursor.SEQUENCE)
                && parts.peek("new subject").children().tag() < FIRST_GENERAL_NAME;
    }

    private static List<GeneralName> names(DerElement names) {
        if (names.isEmpty()) {
            throw new MalformedMessageException("the list of new alternative names is empty");
        }
        NameRules.requireGeneralNames(names);
        byte[] sequence = names.encoded();
        sequence[0] = DerCursor.SEQUENCE;
        return Parsed.by(() -> List.of(GeneralNames.getInstance(sequence).getNames()), "new alternative names");
    }
}
