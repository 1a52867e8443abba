package est.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.bouncycastle.operator.OperatorException;

/**
 * A device of the {@link Fleet}. Used by one thread at a time.
 *
 * @param keys what it shows in a handshake
 * @param trust what it demands of the server
 */
record FleetDevice(String name, Authorship authorship, KeyManager[] keys, TrustManager[] trust) {

    private static final int PATIENCE_MILLIS = 30_000;

    /**
     * Comes once, over a connection and a full handshake of its own, and enrolls with a new key each time.
     *
     * @return how many certificates it was given
     * @throws IOException if there is no answer
     */
    int visit(int port, Manner manner) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            // the JDK keeps a connection for those who come with the same factory
            SSLSocketFactory sockets = context.getSocketFactory();
            int certificates = 0;
            for (int i = 1; i <= manner.enrollments(); i++) {
                byte[] request = authorship.request(authorship.newKey(), name);
                certificates += isGranted(port, sockets, manner, request, i == manner.enrollments()) ? 1 : 0;
            }
            return certificates;
        } catch (GeneralSecurityException | OperatorException e) {
            throw new IllegalStateException(e); // every JDK has TLS and P-256
        }
    }

    private static boolean isGranted(int port, SSLSocketFactory sockets, Manner manner, byte[] request, boolean last)
            throws IOException {
        URI door = URI.create("https://localhost:" + port + "/.well-known/est/simpleenroll");
        HttpsURLConnection exchange = (HttpsURLConnection) door.toURL().openConnection(Proxy.NO_PROXY);
        exchange.setSSLSocketFactory(sockets);
        exchange.setConnectTimeout(PATIENCE_MILLIS);
        exchange.setReadTimeout(PATIENCE_MILLIS);
        exchange.setRequestProperty("User-Agent", manner.agent());
        exchange.setRequestProperty("Accept", manner.accept());
        exchange.setRequestProperty("Content-Type", "application/pkcs10");
        if (last) {
            exchange.setRequestProperty("Connection", "close");
        }
        exchange.setDoOutput(true);
        try (OutputStream out = exchange.getOutputStream()) {
            out.write(manner.body().encode(request));
        }
        boolean granted = exchange.getResponseCode() == HttpURLConnection.HTTP_OK;
        // a connection is kept once its answer was read
        try (InputStream answer = granted ? exchange.getInputStream() : exchange.getErrorStream()) {
            if (answer != null) {
                answer.readAllBytes();
            }
        }
        return granted;
    }

    @Override
    public String toString() {
        return name;
    }
}
