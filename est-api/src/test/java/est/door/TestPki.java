package est.door;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates made for one test run. */
final class TestPki {

    private static final Duration A_DAY = Duration.ofDays(1);

    static final char[] PASSWORD = "changeit".toCharArray();
    static final Holder AUTHORITY = authority("CN=Test CA");
    static final Holder SERVER = AUTHORITY.issue("CN=localhost", Duration.ofDays(1));
    static final Holder DEVICE = AUTHORITY.issue("CN=device", Duration.ofDays(1));
    static final Holder EXPIRED = AUTHORITY.issue("CN=expired", Duration.ofMinutes(-1));
    static final Holder STRANGER = authority("CN=Unknown CA").issue("CN=stranger", Duration.ofDays(1));
    static final Holder SELF_SIGNED = authority("CN=self-signed");

    private TestPki() {}

    /** A key with its chain, leaf first. */
    record Holder(KeyPair keys, X509Certificate... chain) {

        X509Certificate leaf() {
            return chain[0];
        }

        Holder issue(String subject, Duration life) {
            return issue(subject, newKeys(), life);
        }

        Holder issueRsa(String subject) {
            return issue(subject, newKeys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)), A_DAY);
        }

        Holder issueP384(String subject) {
            return issue(subject, newKeys("EC", new ECGenParameterSpec("secp384r1")), A_DAY);
        }

        private Holder issue(String subject, KeyPair fresh, Duration life) {
            X509Certificate certificate = sign(subject, fresh, this, life, false, 0);
            X509Certificate[] extended = new X509Certificate[chain.length + 1];
            extended[0] = certificate;
            System.arraycopy(chain, 0, extended, 1, chain.length);
            return new Holder(fresh, extended);
        }

        /** The same key with a chain of the given length, all but the leaf being copies of the issuer. */
        Holder withChainOf(int length) {
            X509Certificate[] longer = new X509Certificate[length];
            for (int i = 0; i < length; i++) {
                longer[i] = chain[Math.min(i, chain.length - 1)];
            }
            return new Holder(keys, longer);
        }

        Holder issueLarge(int octets) {
            KeyPair fresh = newKeys();
            return new Holder(fresh, sign("CN=large", fresh, this, Duration.ofDays(1), false, octets));
        }

        KeyStore keyStore() {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("key", keys.getPrivate(), PASSWORD, chain);
                return store;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        PfxOptions pfx() {
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                keyStore().store(out, PASSWORD);
                return new PfxOptions()
                        .setValue(Buffer.buffer(out.toByteArray()))
                        .setPassword(new String(PASSWORD));
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String pem() {
            return certificatePem() + keyPem();
        }

        String certificatePem() {
            try {
                return pem("CERTIFICATE", leaf().getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        private static String pem(String type, byte[] der) {
            return "-----BEGIN " + type + "-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type
                    + "-----\n";
        }

        @Override
        public String toString() {
            return leaf().getSubjectX500Principal().getName();
        }
    }

    private static Holder authority(String subject) {
        KeyPair keys = newKeys();
        return new Holder(keys, sign(subject, keys, new Holder(keys), Duration.ofDays(1), true, 0));
    }

    private static KeyPair newKeys() {
        return newKeys("EC", new ECGenParameterSpec("secp256r1"));
    }

    private static KeyPair newKeys(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            String subject, KeyPair keys, Holder issuer, Duration life, boolean authority, int padding) {
        try {
            Instant now = Instant.now();
            X500Name issuerName = issuer.chain().length == 0
                    ? new X500Name(subject)
                    : X500Name.getInstance(
                            issuer.leaf().getSubjectX500Principal().getEncoded());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuerName,
                    BigInteger.valueOf(System.nanoTime()).abs(),
                    Date.from(now.minus(Duration.ofDays(2))),
                    Date.from(now.plus(life)),
                    new X500Name(subject),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost" + "x".repeat(padding)),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(issuer.keys().getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
