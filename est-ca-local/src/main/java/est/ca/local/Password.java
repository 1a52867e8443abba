package est.ca.local;

import est.ca.local.LocalCaSettings.Local;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The password that opens a key, readable until it is closed. Not thread-safe; lives within one opening. */
final class Password implements AutoCloseable {

    private final char[] characters;
    private final Property property;

    private Password(char[] characters, Property property) {
        this.characters = characters;
        this.property = property;
    }

    /**
     * The configured password; empty if none is.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if two are configured or the file cannot be used
     */
    static Password of(String authority, Local settings) {
        Property inline = Property.of(authority, "password");
        Property file = Property.of(authority, "password-file");
        if (settings.password().isPresent() && settings.passwordFile().isPresent()) {
            throw inline.defective("is set beside " + file + "; set one of them");
        }
        return settings.passwordFile()
                .map(path -> new Password(firstLine(MaterialFile.readSecret(path, file)), file))
                .orElseGet(() -> new Password(
                        settings.password()
                                .map(given -> given.reveal().toCharArray())
                                .orElseGet(() -> new char[0]),
                        inline));
    }

    private static char[] firstLine(byte[] content) {
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content));
        Arrays.fill(content, (byte) 0);
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] line = new char[end];
        text.get(line);
        Arrays.fill(text.array(), '\0');
        return line;
    }

    /** The characters themselves, not a copy: gone after {@link #close()}. */
    char[] characters() {
        return characters;
    }

    /** Whether no password was configured, or an empty one. */
    boolean isEmpty() {
        return characters.length == 0;
    }

    /** The setting it came from, or would come from. */
    Property property() {
        return property;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "Password from " + property;
    }
}
