package est.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A device at the EST door: its optional certificate, its optional password, one fresh TLS connection per request. */
public final class Device {

    private static final char[] NO_PASSWORD = {};
    private static final int PATIENCE_MILLIS = 45_000;

    private final int port;
    private final Optional<Credential> credential;
    private final Optional<String> authorization;
    private final String protocol;
    private final String from;

    private Device(
            int port, Optional<Credential> credential, Optional<String> authorization, String protocol, String from) {
        this.port = port;
        this.credential = credential;
        this.authorization = authorization;
        this.protocol = protocol;
        this.from = from;
    }

    /** A device without any credential. */
    public static Device at(int port) {
        return new Device(port, Optional.empty(), Optional.empty(), "TLSv1.3", "127.0.0.1");
    }

    /** The same device with a TLS client certificate. */
    public Device with(PrivateKey key, X509Certificate... chain) {
        return new Device(port, Optional.of(new Credential(key, List.of(chain))), authorization, protocol, from);
    }

    /** The same device with a Basic user name and password. */
    public Device with(String userName, String password) {
        String pair = Base64.getEncoder().encodeToString((userName + ":" + password).getBytes(StandardCharsets.UTF_8));
        return withAuthorization("Basic " + pair);
    }

    /** The same device with a one-time secret. */
    public Device withSecret(String secret) {
        return with("", secret);
    }

    /** The same device with any Authorization value. */
    public Device withAuthorization(String value) {
        return new Device(port, credential, Optional.of(value), protocol, from);
    }

    /** The same device speaking TLS 1.2. */
    public Device onTls12() {
        return new Device(port, credential, authorization, "TLSv1.2", from);
    }

    /** The same device at another loopback address. */
    public Device from(String address) {
        return new Device(port, credential, authorization, protocol, address);
    }

    /** POSTs a request body as RFC 7030 wants it. */
    public Answer post(String path, byte[] body) {
        return send("POST", path, Map.of("Content-Type", "application/pkcs10"), body);
    }

    /** POSTs DER as base64 to {@code /simpleenroll}. */
    public Answer enroll(byte[] der) {
        return post("/.well-known/est/simpleenroll", base64(der));
    }

    /** POSTs DER as base64 to {@code /simplereenroll}. */
    public Answer reenroll(byte[] der) {
        return post("/.well-known/est/simplereenroll", base64(der));
    }

    /** GETs a path. */
    public Answer get(String path) {
        return send("GET", path, Map.of(), new byte[0]);
    }

    /** Sends one request with exactly these headers beside Host, Connection and Content-Length. */
    public Answer send(String method, String target, Map<String, String> headers, byte[] body) {
        StringBuilder head =
                new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        Map<String, String> all = new LinkedHashMap<>(Map.of("User-Agent", "test"));
        all.putAll(headers);
        authorization.ifPresent(value -> all.put("Authorization", value));
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || method.equals("POST")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        return exchange(head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    /** Sends raw octets on a fresh connection and reads until the server closes. */
    public Answer exchange(byte[] head, byte[] body) {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head);
            out.write(body);
            out.flush();
            return Answer.read(socket.getInputStream());
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** A TLS connection with the handshake done. */
    public SSLSocket connect() throws IOException {
        return connect(memory());
    }

    /** A TLS connection that resumes a session this memory knows, if the server does too. */
    public SSLSocket connect(SSLContext memory) throws IOException {
        SSLSocket socket = (SSLSocket) memory.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return socket;
    }

    /** A memory of sessions, empty. */
    public SSLContext memory() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {new TrustEverything()}, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    /** Base64 in one line. */
    public static byte[] base64(byte[] der) {
        return Base64.getEncoder().encode(der);
    }

    /** Reads one certificate. */
    public static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Accepts every server. */
    static X509TrustManager trustEverything() {
        return new TrustEverything();
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        if (credential.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "device",
                credential.get().key(),
                NO_PASSWORD,
                credential.get().chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private record Credential(PrivateKey key, List<X509Certificate> chain) {}

    /** The tests look at what the server does to clients; what a client does to servers is not their subject. */
    private static final class TrustEverything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
