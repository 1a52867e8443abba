package est.ca;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.jspecify.annotations.Nullable;

/** What the in-memory authority has revoked. Guarded by its owner. */
final class InMemoryRevocations {

    private final KeyPair keys;
    private final X509Certificate issuing;
    private final Map<BigInteger, Revocation.Reason> revoked = new LinkedHashMap<>();

    InMemoryRevocations(KeyPair keys, X509Certificate issuing) {
        this.keys = keys;
        this.issuing = issuing;
    }

    /** Revokes once; the first reason stays. Null is the only value of {@code Void}. */
    @Nullable
    Void revoke(X509Certificate certificate, Revocation.Reason reason) {
        if (!certificate.getIssuerX500Principal().equals(issuing.getSubjectX500Principal())) {
            throw CaException.refused("not a certificate of this authority", null);
        }
        revoked.putIfAbsent(certificate.getSerialNumber(), reason);
        return null;
    }

    /** A fresh list, valid for a day. */
    X509CRL list() {
        Instant now = Instant.now();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(issuing.getSubjectX500Principal().getEncoded()), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(1))));
        revoked.forEach((serial, reason) -> builder.addCRLEntry(serial, Date.from(now), reason.code()));
        try {
            return new JcaX509CRLConverter().getCRL(builder.build(TestCertificates.signer(keys)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
