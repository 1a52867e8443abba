package est.record;

import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/**
 * Identifiers of rows that every enrollment adds. They begin with the time (RFC 9562 §5.7), so that the index entries of what is
 * written together lie together: random ones touch another page of each index with every row, which costs the more the more there is.
 */
public final class RowId {

    private RowId() {}

    /** A new one, later than all before it in this process. Thread-safe. */
    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
