package est.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A handshake with ourselves, in memory, before a TLS context meets clients: a key that does not fit its certificate fails
 * it, and so does a server that forgot to ask for a client certificate (T-3).
 */
final class TrialHandshake {

    private static final int MOST_FLIGHTS = 10;

    private TrialHandshake() {}

    /**
     * Plays client and server.
     *
     * @throws IllegalArgumentException if the handshake fails or the server does not ask for a certificate
     */
    static void of(SslContext context, TlsEngine engine) {
        AskedClient asked = new AskedClient();
        SslHandler server = context.newHandler(UnpooledByteBufAllocator.DEFAULT);
        SslHandler client = new SslHandler(client(engine, asked));
        EmbeddedChannel serverSide = new EmbeddedChannel(server);
        EmbeddedChannel clientSide = new EmbeddedChannel(client);
        try {
            for (int flight = 0; flight < MOST_FLIGHTS && !done(server, client); flight++) {
                carry(clientSide, serverSide);
                carry(serverSide, clientSide);
            }
        } catch (Exception failed) {
            // the embedded channels throw whatever their handlers met, checked or not
            throw new IllegalArgumentException("key and certificate do not fit each other", failed);
        } finally {
            clientSide.finishAndReleaseAll();
            serverSide.finishAndReleaseAll();
        }
        if (!done(server, client)) {
            throw new IllegalArgumentException("key and certificate do not fit each other");
        }
        if (!asked.forCertificate) {
            throw new IllegalArgumentException("clients would not be asked for their certificates");
        }
    }

    private static boolean done(SslHandler server, SslHandler client) {
        return server.handshakeFuture().isSuccess() && client.handshakeFuture().isSuccess();
    }

    private static void carry(EmbeddedChannel from, EmbeddedChannel to) {
        for (ByteBuf octets = from.readOutbound(); octets != null; octets = from.readOutbound()) {
            to.writeInbound(octets);
        }
    }

    /** A client that trusts everybody: whether others trust the certificate is not ours to judge. */
    private static SSLEngine client(TlsEngine engine, AskedClient asked) {
        try {
            SSLContext context = engine.newContext();
            context.init(new KeyManager[] {asked}, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            SSLEngine client = context.createSSLEngine();
            client.setUseClientMode(true);
            return client;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Has no certificate, but notices that it is asked for one. */
    private static final class AskedClient extends X509ExtendedKeyManager {

        private boolean forCertificate;

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
            forCertificate = true;
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            forCertificate = true;
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }
}
