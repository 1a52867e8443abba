package est.faults;

/** What a statement does for an enrollment, told by its text. */
enum Step {
    /** Commits what is about to be signed. */
    INTENT,
    /** Commits the certificate, the audit event and the spent secret. */
    CLOSING,
    /** Anything else. */
    OTHER;

    static Step of(String sql) {
        if (sql.contains("insert into est.certificate")) {
            return CLOSING;
        }
        return sql.contains("insert into est.enrollment") ? INTENT : OTHER;
    }
}
