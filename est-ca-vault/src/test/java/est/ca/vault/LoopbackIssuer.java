package est.ca.vault;

import est.ca.TestCertificates;
import est.ca.TestRequests;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;

/** One issuer of a loopback PKI engine, with the root above it and the certificates it has revoked. */
final class LoopbackIssuer {

    final String id;
    final KeyPair keys = TestRequests.ecKeys();
    final X509Certificate certificate;
    final X509Certificate root;
    private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();

    LoopbackIssuer(String id) {
        this.id = id;
        KeyPair rootKeys = TestRequests.ecKeys();
        Instant from = Instant.now().minus(Duration.ofDays(1));
        Instant to = from.plus(Duration.ofDays(3650));
        String rootName = "CN=Loopback Root " + id;
        this.root = TestCertificates.authority(rootName, rootKeys, rootName, rootKeys, from, to);
        this.certificate =
                TestCertificates.authority("CN=Loopback Issuing CA " + id, keys, rootName, rootKeys, from, to);
    }

    boolean isIssuerOf(X509Certificate leaf) {
        try {
            leaf.verify(keys.getPublic());
            return true;
        } catch (GeneralSecurityException notMine) {
            return false;
        }
    }

    void revoke(BigInteger serial) {
        revoked.add(serial);
    }

    byte[] revocationList() {
        Instant now = Instant.now();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(Duration.ofDays(1))));
        revoked.forEach(serial -> builder.addCRLEntry(serial, Date.from(now), 0));
        try {
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(TestCertificates.signer(keys)))
                    .getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException(e);
        }
    }
}
