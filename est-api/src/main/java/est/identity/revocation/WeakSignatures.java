package est.identity.revocation;

import java.util.Set;

/** Signature algorithms whose hash proves nothing any more: MD2, MD5 and SHA-1 with RSA, DSA and ECDSA. */
final class WeakSignatures {

    private static final Set<String> OIDS = Set.of(
            "1.2.840.113549.1.1.2",
            "1.2.840.113549.1.1.4",
            "1.2.840.113549.1.1.5",
            "1.3.14.3.2.29",
            "1.2.840.10040.4.3",
            "1.2.840.10045.4.1");

    private WeakSignatures() {}

    static boolean contain(String oid) {
        return OIDS.contains(oid);
    }
}
