package est.start.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A visit of the made-up device: it connects to the rehearsal's door as a device does, and enrolls some times over the
 * connection, for its own half of a handshake takes longer than our half of an enrollment.
 */
final class Visit {

    private static final int PATIENCE_MILLIS = 5_000;
    static final int ENROLLMENTS = 10;

    private final Provider provider;
    private final KeyManager[] keys;
    private final byte[] request;
    private final URI door;

    Visit(Provider provider, MadeUpDevice device, int port) throws GeneralSecurityException, IOException {
        this.provider = provider;
        this.keys = device.keyManagers();
        this.request = device.request();
        this.door = URI.create("https://127.0.0.1:" + port + "/.well-known/est/simpleenroll");
    }

    /**
     * Over a connection and a full TLS handshake of its own.
     *
     * @return how many of its enrollments were accepted
     */
    int pay() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider);
        context.init(keys, new TrustManager[] {new Ourselves()}, null);
        // the JDK keeps a connection for those who come with the same factory
        SSLSocketFactory own = context.getSocketFactory();
        int accepted = 0;
        for (int i = 1; i <= ENROLLMENTS; i++) {
            accepted += isAccepted(own, i == ENROLLMENTS) ? 1 : 0;
        }
        return accepted;
    }

    private boolean isAccepted(SSLSocketFactory sockets, boolean last) throws IOException {
        HttpsURLConnection exchange = (HttpsURLConnection) door.toURL().openConnection(Proxy.NO_PROXY);
        exchange.setSSLSocketFactory(sockets);
        exchange.setHostnameVerifier((host, session) -> true);
        exchange.setConnectTimeout(PATIENCE_MILLIS);
        exchange.setReadTimeout(PATIENCE_MILLIS);
        exchange.setRequestProperty("User-Agent", "rehearsal");
        exchange.setRequestProperty("Content-Type", "application/pkcs10");
        if (last) {
            exchange.setRequestProperty("Connection", "close");
        }
        exchange.setDoOutput(true);
        try (OutputStream out = exchange.getOutputStream()) {
            out.write(request);
        }
        boolean accepted = exchange.getResponseCode() == HttpURLConnection.HTTP_OK;
        // a connection is kept once its answer was read
        try (InputStream answer = accepted ? exchange.getInputStream() : exchange.getErrorStream()) {
            if (answer != null) {
                answer.readAllBytes();
            }
        }
        return accepted;
    }

    /** The other end is a door of this process that was opened a moment ago, and nothing secret is sent. */
    private static final class Ourselves implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a device is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // nobody else can listen there
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
