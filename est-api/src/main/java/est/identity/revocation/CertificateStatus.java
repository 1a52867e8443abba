package est.identity.revocation;

/** What is known about the revocation of a certificate, from good to bad. */
public enum CertificateStatus {
    /** Its CA says that it is not revoked. */
    GOOD,
    /** Nobody can tell right now. */
    UNKNOWN,
    /** Its CA revoked it, or put it on hold. */
    REVOKED;

    /** What both together come to: the worse of the two. */
    CertificateStatus and(CertificateStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
