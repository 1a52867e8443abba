package est.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** DER taken apart, to be written again with one element spelled otherwise. Sees into OCTET STRINGs that hold DER. */
final class DerTree {

    /** The other spellings of an element; none of them is DER. */
    enum Spelling {
        /** A length in one octet more than it needs. */
        LONG_LENGTH,
        /** A length in four octets. */
        LENGTH_OF_FOUR,
        /** No length, but an end; constructed elements only. */
        INDEFINITE_LENGTH,
        /** A NULL behind the last element; constructed elements only. */
        SOMETHING_BEHIND
    }

    private final int tag;
    private final byte[] content;
    private final List<DerTree> children;

    private DerTree(int tag, byte[] content, List<DerTree> children) {
        this.tag = tag;
        this.content = content;
        this.children = children;
    }

    /** Takes one element apart. */
    static DerTree of(byte[] der) {
        return of(DerCursor.over(der).next("element"));
    }

    private static DerTree of(DerElement element) {
        boolean holdsDer =
                element.tag() == DerCursor.OCTET_STRING && DerScan.isDer(element.content(), DerScan.Limits.REQUEST);
        List<DerTree> children = new ArrayList<>();
        if (holdsDer || (element.tag() & 0x20) != 0) {
            for (DerCursor cursor = element.children(); cursor.hasNext(); ) {
                children.add(of(cursor.next("element")));
            }
        }
        return new DerTree(element.tag(), element.content(), children);
    }

    /** This element and all below it, each before its children. */
    List<DerTree> elements() {
        List<DerTree> all = new ArrayList<>(List.of(this));
        children.forEach(child -> all.addAll(child.elements()));
        return all;
    }

    DerTree child(int index) {
        return children.get(index);
    }

    boolean isConstructed() {
        return (tag & 0x20) != 0;
    }

    /** Written as it was. */
    byte[] encoded() {
        return encoded(null, Spelling.LONG_LENGTH);
    }

    /** Written with this one element spelled so. */
    byte[] encoded(@org.jspecify.annotations.Nullable DerTree other, Spelling spelling) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        if (children.isEmpty()) {
            inner.writeBytes(content);
        }
        children.forEach(child -> inner.writeBytes(child.encoded(other, spelling)));
        if (this == other && spelling == Spelling.SOMETHING_BEHIND) {
            inner.writeBytes(new byte[] {5, 0});
        }
        byte[] octets = inner.toByteArray();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        whole.writeBytes(length(octets.length, this == other ? spelling : Spelling.SOMETHING_BEHIND));
        whole.writeBytes(octets);
        if (this == other && spelling == Spelling.INDEFINITE_LENGTH) {
            whole.writeBytes(new byte[2]);
        }
        return whole.toByteArray();
    }

    private static byte[] length(int length, Spelling spelling) {
        int needed = length < 0x80 ? 0 : length < 0x100 ? 1 : 2;
        int octets =
                switch (spelling) {
                    case LONG_LENGTH -> needed + 1;
                    case LENGTH_OF_FOUR -> 4;
                    case INDEFINITE_LENGTH -> 0;
                    case SOMETHING_BEHIND -> needed;
                };
        if (spelling == Spelling.INDEFINITE_LENGTH) {
            return new byte[] {(byte) 0x80};
        }
        if (octets == 0) {
            return new byte[] {(byte) length};
        }
        byte[] encoded = new byte[1 + octets];
        encoded[0] = (byte) (0x80 | octets);
        for (int i = 0; i < octets; i++) {
            encoded[octets - i] = (byte) (length >>> (8 * i));
        }
        return encoded;
    }
}
