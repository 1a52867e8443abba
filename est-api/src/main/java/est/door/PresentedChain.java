package est.door;

import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Bounds the chain a client presents and judges nothing else: TLS proves possession of the key, {@code est.identity}
 * judges trust, so that a bad certificate gets a clear 403 and not a broken handshake. For servers only. Thread-safe.
 */
final class PresentedChain extends X509ExtendedTrustManager {

    static final int MAX_CERTIFICATES = 5;
    static final int MAX_OCTETS = 32 * 1024;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        bound(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        bound(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        bound(chain);
    }

    private static void bound(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || chain.length > MAX_CERTIFICATES) {
            throw new CertificateException("chain of " + chain.length + " certificates");
        }
        int octets = 0;
        for (X509Certificate certificate : chain) {
            octets += octetsOf(certificate);
        }
        if (octets > MAX_OCTETS) {
            throw new CertificateException("chain of " + octets + " octets");
        }
    }

    private static int octetsOf(X509Certificate certificate) throws CertificateEncodingException {
        return certificate.getEncoded().length;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this trust manager is for servers");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** Empty: clients that filter by issuer would send nothing and get 401 instead of a clear 403. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
