package est.registry;

import java.io.Serial;

/** What an operator wrote about a device cannot be. The message names the field. */
public final class WrongField extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    WrongField(String field, String why) {
        super(field + ": " + why, null, false, false);
        this.field = field;
    }

    /** Which, as {@link NewDevice} calls it. */
    public String field() {
        return field;
    }
}
