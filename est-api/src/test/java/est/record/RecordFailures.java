package est.record;

import java.io.IOException;

/** What other rooms' tests are told when the record cannot be reached. */
public final class RecordFailures {

    private RecordFailures() {}

    public static RecordFailure unavailable() {
        return new RecordFailure(
                RecordFailure.Kind.UNAVAILABLE, "the database cannot be reached", new IOException("the line is cut"));
    }
}
