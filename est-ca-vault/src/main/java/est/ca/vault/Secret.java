package est.ca.vault;

import java.util.Objects;

/**
 * A text nobody may see: token, secret id, JWT. It prints as {@code [redacted]}; whoever needs it says so. Two are equal if
 * their texts are.
 */
final class Secret {

    private final String text;

    Secret(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /** The text itself, for the message that carries it and nothing else. */
    String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
