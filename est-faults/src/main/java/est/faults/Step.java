package est.faults;

/** What a statement does for an enrollment, told by its text. */
enum Step {
    /** Commits what is about to be signed. */
    INTENT,
    /** Commits the certificate, the audit event and the spent secret. */
    CLOSING,
    /** Commits a reconciler's decision. */
    SETTLING,
    /** Anything else. */
    OTHER;

    static Step of(String sql) {
        // one that commits a certificate too
        if (sql.contains("'reconciler'")) {
            return SETTLING;
        }
        if (sql.contains("insert into est.certificate")) {
            return CLOSING;
        }
        return sql.contains("insert into est.enrollment") ? INTENT : OTHER;
    }
}
