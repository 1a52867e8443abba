package est.identity.revocation;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/**
 * A complete CRL (RFC 5280 §5) whose signature was verified once, so that asking it costs one look into a table. The platform's
 * own revocation checker verifies anew for every path, too much for an event loop (T-21). Immutable and thread-safe.
 */
public final class RevocationList {

    /** Some 250,000 entries. */
    static final int MAX_OCTETS = 10 * 1024 * 1024;

    /** How far clocks may differ (I-12). */
    static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final int CRL_SIGN = 6;

    /** Those this class understands: authority key identifier, CRL number, issuing distribution point. */
    private static final Set<String> UNDERSTOOD = Set.of("2.5.29.35", "2.5.29.20", "2.5.29.28");

    private final X509CRL crl;
    private final X509Certificate issuer;
    private final RevocationScope scope;

    private RevocationList(X509CRL crl, X509Certificate issuer, RevocationScope scope) {
        this.crl = crl;
        this.issuer = issuer;
        this.scope = scope;
    }

    /**
     * Reads a CRL, DER or PEM.
     *
     * @throws UnusableAnswer if it is none, was not signed by one of these issuers, is none for all reasons, has no end, or says
     *     something critical that is not understood
     */
    static RevocationList verified(byte[] octets, Collection<X509Certificate> issuers, Provider signatures, Instant now)
            throws UnusableAnswer {
        X509CRL crl = parsed(octets);
        if (crl.getNextUpdate() == null) {
            throw new UnusableAnswer("does not say when the next list comes");
        }
        if (crl.getThisUpdate().toInstant().isAfter(now.plus(CLOCK_DIFFERENCE))) {
            throw new UnusableAnswer(
                    "comes from the future: " + crl.getThisUpdate().toInstant());
        }
        if (crl.getCriticalExtensionOIDs() != null && !UNDERSTOOD.containsAll(crl.getCriticalExtensionOIDs())) {
            throw new UnusableAnswer("is a delta list, or has a critical extension that is not known here");
        }
        RevocationScope scope = RevocationScope.of(crl);
        return new RevocationList(crl, signer(crl, issuers, signatures), scope);
    }

    private static X509CRL parsed(byte[] octets) throws UnusableAnswer {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(octets));
        } catch (CertificateException | CRLException | RuntimeException unreadable) {
            throw new UnusableAnswer("is no CRL", unreadable);
        }
    }

    private static X509Certificate signer(X509CRL crl, Collection<X509Certificate> issuers, Provider signatures)
            throws UnusableAnswer {
        return issuers.stream()
                .filter(issuer -> issuer.getSubjectX500Principal().equals(crl.getIssuerX500Principal()))
                .filter(RevocationList::maySignLists)
                .filter(issuer -> isSignedBy(crl, issuer, signatures))
                .findFirst()
                .orElseThrow(() -> new UnusableAnswer("is not signed by any of these anchors or intermediates"));
    }

    private static boolean maySignLists(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    private static boolean isSignedBy(X509CRL crl, X509Certificate issuer, Provider signatures) {
        if (WeakSignatures.contain(crl.getSigAlgOID())) {
            return false;
        }
        try {
            if (signatures.getService("Signature", crl.getSigAlgName()) != null) {
                crl.verify(issuer.getPublicKey(), signatures);
            } else {
                crl.verify(issuer.getPublicKey());
            }
            return true;
        } catch (GeneralSecurityException | RuntimeException wrong) {
            return false;
        }
    }

    /** The CA that signed it. */
    X509Certificate issuer() {
        return issuer;
    }

    /** Whether it is a list of this CA, under whatever certificate. */
    boolean isOf(X509Certificate ca) {
        return issuer.getSubjectX500Principal().equals(ca.getSubjectX500Principal())
                && issuer.getPublicKey().equals(ca.getPublicKey());
    }

    /** Whether the next list is not due yet. */
    boolean isCurrent(Instant now) {
        return !now.isAfter(nextUpdate());
    }

    Instant nextUpdate() {
        return crl.getNextUpdate().toInstant();
    }

    Instant thisUpdate() {
        return crl.getThisUpdate().toInstant();
    }

    /** Whether another list of the same CA is older: nobody may bring it back and with it a revoked certificate. */
    boolean isNewerThan(RevocationList other) {
        int order = number().compareTo(other.number());
        return isOf(other.issuer) && (order > 0 || (order == 0 && thisUpdate().isAfter(other.thisUpdate())));
    }

    private BigInteger number() {
        byte[] value = crl.getExtensionValue(Extension.cRLNumber.getId());
        return value == null
                ? BigInteger.ZERO
                : ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets())
                        .getValue();
    }

    /**
     * What it says about a certificate of its CA. A certificate it lists stays revoked when the list has ended; that one is not
     * listed says something only until then, and only where the list is meant for it.
     */
    CertificateStatus statusOf(X509Certificate certificate, Instant now) {
        if (crl.getRevokedCertificate(certificate.getSerialNumber()) != null) {
            return CertificateStatus.REVOKED;
        }
        return isCurrent(now) && scope.covers(certificate) ? CertificateStatus.GOOD : CertificateStatus.UNKNOWN;
    }
}
