package est.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What makes names well formed and bounded, checked on their octets before a library builds objects or strings from them
 * (T-20). Whether a well-formed name is acceptable is policy, not decided here.
 */
final class NameRules {

    private static final int MAX_RDNS = 16;
    private static final int MAX_CHARACTERS = 256;
    private static final int MAX_COMMON_NAME = 64;
    private static final int MAX_ALTERNATIVE_NAMES = 100;
    private static final int MAX_OID_OCTETS = 64;
    private static final byte[] COMMON_NAME = {0x55, 4, 3};

    private static final int UTF8 = 0x0C;
    private static final int NUMERIC = 0x12;
    private static final int PRINTABLE = 0x13;
    private static final int TELETEX = 0x14;
    private static final int IA5 = 0x16;
    private static final int VISIBLE = 0x1A;
    private static final int UNIVERSAL = 0x1C;
    private static final int BMP = 0x1E;

    private NameRules() {}

    /**
     * Demands a Name (RFC 5280 §4.1.2.4) of at most 16 attributes with character strings of at most 256 characters, 64 in
     * a common name.
     */
    static void requireName(DerElement name) {
        DerCursor rdns = name.children();
        int count = 0;
        while (rdns.hasNext()) {
            DerElement rdn = rdns.next(DerCursor.SET, "relative distinguished name");
            if (rdn.isEmpty()) {
                throw new MalformedMessageException("a relative distinguished name is empty");
            }
            DerCursor attributes = rdn.children();
            while (attributes.hasNext()) {
                if (++count > MAX_RDNS) {
                    throw new MalformedMessageException("a distinguished name has more than " + MAX_RDNS + " parts");
                }
                requireNameAttribute(attributes.next(DerCursor.SEQUENCE, "name attribute"));
            }
        }
    }

    private static void requireNameAttribute(DerElement attribute) {
        DerCursor parts = attribute.children();
        DerElement type = parts.next(DerCursor.OID, "type of a name attribute");
        DerElement value = parts.next("value of a name attribute");
        parts.requireEnd("name attribute");
        int limit = type.contentEquals(COMMON_NAME) ? MAX_COMMON_NAME : MAX_CHARACTERS;
        if (requireText(value) > limit) {
            throw new MalformedMessageException("a value in the name is longer than " + limit + " characters");
        }
    }

    /** Demands a character string whose octets its type allows, and says how many characters it has. */
    static int requireText(DerElement value) {
        return switch (value.tag()) {
            case UTF8 -> utf8Length(value);
            case PRINTABLE, IA5, NUMERIC, VISIBLE -> asciiLength(value);
            case TELETEX -> value.length();
            case BMP -> wideLength(value, 2);
            case UNIVERSAL -> wideLength(value, 4);
            default -> throw new MalformedMessageException("a value is not a character string");
        };
    }

    /** Whether a challengePassword may have this type: a DirectoryString or IA5String (RFC 2985 §5.4.1). */
    static boolean isChallengeText(DerElement value) {
        return switch (value.tag()) {
            case UTF8, PRINTABLE, IA5, TELETEX, BMP -> true;
            default -> false;
        };
    }

    private static int utf8Length(DerElement value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.octets(), value.contentFrom(), value.length()))
                    .length();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedMessageException("a UTF8String is not UTF-8");
        }
    }

    private static int asciiLength(DerElement value) {
        for (int i = value.contentFrom(); i < value.contentTo(); i++) {
            if (value.octets()[i] < 0) {
                throw new MalformedMessageException("a character string has octets outside of ASCII");
            }
        }
        return value.length();
    }

    private static int wideLength(DerElement value, int octetsPerCharacter) {
        if (value.length() % octetsPerCharacter != 0) {
            throw new MalformedMessageException("a character string ends in the middle of a character");
        }
        return value.length() / octetsPerCharacter;
    }

    /** Demands GeneralNames (RFC 5280 §4.2.1.6): 1 to 100 names, each of them well formed. */
    static void requireGeneralNames(DerElement names) {
        DerCursor cursor = names.children();
        int count = 0;
        while (cursor.hasNext()) {
            if (++count > MAX_ALTERNATIVE_NAMES) {
                throw new MalformedMessageException("there are more than " + MAX_ALTERNATIVE_NAMES + " names");
            }
            requireGeneralName(cursor.next("alternative name"));
        }
    }

    private static void requireGeneralName(DerElement name) {
        switch (name.tag()) {
            case 0xA0 -> requireOtherName(name.children());
            case 0x81, 0x82, 0x86 -> {
                if (asciiLength(name) == 0) {
                    throw new MalformedMessageException("an alternative name is empty");
                }
            }
            case 0xA4 -> {
                DerCursor directoryName = name.children();
                requireName(directoryName.next(DerCursor.SEQUENCE, "directoryName"));
                directoryName.requireEnd("directoryName");
            }
            case 0x87 -> {
                if (name.length() != 4 && name.length() != 16) {
                    throw new MalformedMessageException("an iPAddress does not have 4 or 16 octets");
                }
            }
            case 0x88 -> {
                if (name.isEmpty() || name.length() > MAX_OID_OCTETS) {
                    throw new MalformedMessageException("a registeredID is empty or too long");
                }
            }
            case 0xA3, 0xA5 -> {
                if (name.isEmpty()) {
                    throw new MalformedMessageException("an alternative name is empty");
                }
            }
            default -> throw new MalformedMessageException("an alternative name is of no known kind");
        }
    }

    private static void requireOtherName(DerCursor parts) {
        parts.next(DerCursor.OID, "type of an otherName");
        DerCursor value =
                parts.next(DerCursor.CONTEXT_0, "value of an otherName").children();
        parts.requireEnd("otherName");
        value.next("value of an otherName");
        value.requireEnd("otherName");
    }
}
