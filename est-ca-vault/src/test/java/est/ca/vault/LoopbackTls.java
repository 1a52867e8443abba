package est.ca.vault;

import est.ca.TestCertificates;
import est.ca.TestRequests;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** TLS material for a server on loopback and its clients, of one CA of its own. */
public final class LoopbackTls {

    private static final String CA_NAME = "CN=Loopback TLS CA";

    private final KeyPair caKeys = TestRequests.ecKeys();
    private final X509Certificate ca;

    /** A fresh CA. */
    public LoopbackTls() {
        Instant now = Instant.now();
        ca = TestCertificates.authority(
                CA_NAME, caKeys, CA_NAME, caKeys, now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2)));
    }

    /** Valid for loopback, today. */
    PemKeyCertOptions server() {
        return leaf("localhost", "127.0.0.1", Instant.now().plus(Duration.ofDays(1)));
    }

    /** Valid for somebody else. */
    PemKeyCertOptions serverOfAnotherName() {
        return leaf("vault.elsewhere.example", "192.0.2.1", Instant.now().plus(Duration.ofDays(1)));
    }

    /** Valid until an hour ago. */
    PemKeyCertOptions expiredServer() {
        return leaf("localhost", "127.0.0.1", Instant.now().minus(Duration.ofHours(1)));
    }

    /** What a client trusts and shows. */
    SSLOptions client() {
        SSLOptions options = new SSLOptions();
        options.setTrustOptions(trust());
        options.setKeyCertOptions(leaf("est-server", "127.0.0.1", Instant.now().plus(Duration.ofDays(1))));
        return options;
    }

    PemTrustOptions trust() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(caPem()));
    }

    /** The CA's certificate, for a trust store. */
    public String caPem() {
        return pem(ca);
    }

    private PemKeyCertOptions leaf(String name, String address, Instant end) {
        KeyPair keys = TestRequests.ecKeys();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            new X500Name(CA_NAME),
                            new BigInteger(100, new SecureRandom()).setBit(99),
                            Date.from(end.minus(Duration.ofDays(2))),
                            Date.from(end),
                            new X500Name("CN=" + name),
                            keys.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, name), new GeneralName(GeneralName.iPAddress, address)
                    }));
            X509Certificate certificate =
                    TestCertificates.toCertificate(builder.build(TestCertificates.signer(caKeys)));
            return new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(pem(certificate)))
                    .setKeyValue(Buffer.buffer(
                            Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
