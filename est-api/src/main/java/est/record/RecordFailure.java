package est.record;

import io.vertx.pgclient.PgException;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * The record could not be read or written; nothing was changed. Messages name no SQL, table or value; the cause is for the log.
 */
public final class RecordFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can make of it. */
    public enum Kind {
        /** The database did not do it, or it is not known whether it did. Later, perhaps. */
        UNAVAILABLE,
        /** Another process took this enrollment over, or it has already ended. */
        FENCED,
        /** This CA already has that serial number: draw another. */
        SERIAL_TAKEN,
        /** A credential of that name exists. */
        NAME_TAKEN,
        /** There is no room for more. */
        TOO_MANY,
        /** It is there already: see the cause. */
        CONFLICT
    }

    private final Kind kind;

    RecordFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    RecordFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What the caller can make of it. */
    public Kind kind() {
        return kind;
    }

    static RecordFailure of(Throwable failure) {
        if (failure instanceof RecordFailure known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeviceConflict conflict) {
                return new RecordFailure(Kind.CONFLICT, conflict.getMessage(), conflict);
            }
            if (cause instanceof PgException refusal) {
                return of(refusal.getConstraint(), failure);
            }
            if (cause instanceof ConstraintViolationException refusal) {
                return of(refusal.getConstraintName(), failure);
            }
        }
        return new RecordFailure(Kind.UNAVAILABLE, "the database cannot be used", failure);
    }

    private static RecordFailure of(@Nullable String constraint, Throwable failure) {
        if ("enrollment_ca_serial_key".equals(constraint) || "certificate_issuer_serial_key".equals(constraint)) {
            return new RecordFailure(Kind.SERIAL_TAKEN, "the serial number is taken", failure);
        }
        if ("operator_name".equals(constraint)) {
            return new RecordFailure(Kind.NAME_TAKEN, "an operator of that name exists", failure);
        }
        if ("credential_user_name_key".equals(constraint) || "credential_lookup_key".equals(constraint)) {
            return new RecordFailure(Kind.NAME_TAKEN, "a credential of that name exists", failure);
        }
        return new RecordFailure(Kind.UNAVAILABLE, "the database refused", failure);
    }
}
