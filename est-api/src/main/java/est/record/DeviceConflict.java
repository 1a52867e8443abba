package est.record;

import java.io.Serial;

/** An entry for the same devices and label is there already; nothing was changed. */
public final class DeviceConflict extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int index;

    DeviceConflict(int index) {
        super("such a device is registered already", null, false, false);
        this.index = index;
    }

    /** Which of the given ones, from 0. */
    public int index() {
        return index;
    }
}
