package est.start.rehearsal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A device that does not exist, its manufacturer, and a request of it. Their keys live as long as this object, and nobody but
 * the rehearsal trusts them.
 */
final class MadeUpDevice {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final X500Name MANUFACTURER = new X500Name("CN=Rehearsal");
    private static final X500Name DEVICE = new X500Name("CN=rehearsal");
    private static final Duration LIFE = Duration.ofHours(1);

    private final Provider provider;
    private final KeyPair keys;
    private final X509Certificate manufacturer;
    private final X509Certificate certificate;

    MadeUpDevice(Provider provider, Clock clock) throws GeneralSecurityException, IOException {
        this.provider = provider;
        this.keys = newKeys();
        KeyPair maker = newKeys();
        try {
            this.manufacturer = certify(maker, MANUFACTURER, maker, true, clock.instant());
            this.certificate = certify(maker, DEVICE, keys, false, clock.instant());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(SIGNATURE).setProvider(provider).build(key);
    }

    private X509Certificate certify(KeyPair by, X500Name subject, KeyPair of, boolean ca, Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                MANUFACTURER,
                BigInteger.TWO,
                Date.from(now.minus(LIFE)),
                Date.from(now.plus(LIFE)),
                subject,
                of.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(by.getPrivate())));
    }

    /** The anchor that its certificate chains to. */
    X509Certificate manufacturer() {
        return manufacturer;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A certification request for another key each time, base64 as devices send it. */
    byte[] request() throws GeneralSecurityException, IOException {
        KeyPair fresh = newKeys();
        try {
            return Base64.getMimeEncoder()
                    .encode(new JcaPKCS10CertificationRequestBuilder(DEVICE, fresh.getPublic())
                            .build(signer(fresh.getPrivate()))
                            .getEncoded());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** What it shows in a TLS handshake. */
    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        char[] inMemoryOnly = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, inMemoryOnly);
        store.setKeyEntry("device", keys.getPrivate(), inMemoryOnly, new X509Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, inMemoryOnly);
        return factory.getKeyManagers();
    }

    @Override
    public String toString() {
        return "MadeUpDevice";
    }
}
