package est.pki;

/**
 * A text that nobody may see: the type of every setting that is itself a secret, so that whoever shows settings knows by the type
 * what to leave out (T-26, I-10). Immutable.
 */
public final class SecretText {

    private final String text;

    private SecretText(String text) {
        this.text = text;
    }

    /** Keeps this text. Readers of configuration find this method by its name. */
    public static SecretText of(String text) {
        return new SecretText(text);
    }

    /** The text itself, for the one use it was given for. */
    public String reveal() {
        return text;
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "[secret]";
    }
}
