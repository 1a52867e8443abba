package est.benchmark;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** One identity: a certificate to come with, and requests for certificates in its name. Thread-safe. */
public final class Device {

    /** Every full handshake shows the server's certificate to a trust manager; a resumed one does not. */
    private static final AtomicLong FULL_HANDSHAKES = new AtomicLong();

    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final Provider provider;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X500Name subject;

    Device(Provider provider, PrivateKey key, X509Certificate certificate) {
        this.provider = provider;
        this.key = key;
        this.certificate = certificate;
        this.subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /** Full handshakes of all devices so far. */
    static long fullHandshakes() {
        return FULL_HANDSHAKES.get();
    }

    /** What it comes with. */
    X509Certificate certificate() {
        return certificate;
    }

    /** Sockets that show this device's certificate and have no memory of earlier sessions. */
    public SSLSocketFactory newSockets() throws GeneralSecurityException {
        return sockets(provider, new OwnKey(key, certificate));
    }

    /** Sockets that show no certificate and have no memory of earlier sessions. */
    SSLSocketFactory newAnonymousSockets() throws GeneralSecurityException {
        return anonymousSockets(provider);
    }

    /** Sockets that show no certificate: what a device has that comes with a secret. */
    public static SSLSocketFactory anonymousSockets(Provider provider) throws GeneralSecurityException {
        return sockets(provider);
    }

    private static SSLSocketFactory sockets(Provider provider, KeyManager... keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3", provider);
        context.init(keys, new TrustManager[] {new AnyServer()}, null);
        return context.getSocketFactory();
    }

    /** A request for a new key, signed by it, in base64: the body of an enrollment. */
    public byte[] newRequest() throws GeneralSecurityException, IOException {
        return request(Manufacturer.newKeys(provider));
    }

    /** A request for that key in the name of this device, as {@link #newRequest()} makes it for a new one. */
    public byte[] request(KeyPair keys) throws GeneralSecurityException, IOException {
        byte[] info = new CertificationRequestInfo(
                        subject,
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
                        new DERSet())
                .getEncoded(ASN1Encoding.DER);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(keys.getPrivate());
        signature.update(info);
        byte[] request = new DERSequence(new ASN1Encodable[] {
                    ASN1Primitive.fromByteArray(info), ALGORITHM, new DERBitString(signature.sign())
                })
                .getEncoded(ASN1Encoding.DER);
        return Base64.getMimeEncoder().encode(request);
    }

    @Override
    public String toString() {
        return subject.toString();
    }

    private record OwnKey(PrivateKey key, X509Certificate certificate) implements X509KeyManager {

        private static final String ALIAS = "device";

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("a device is a client");
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String toString() {
            return "OwnKey";
        }
    }

    /** The server is a child of this process on loopback, and its client is to cost as little as possible. */
    private static final class AnyServer implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a device is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            FULL_HANDSHAKES.incrementAndGet();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
