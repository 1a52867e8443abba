package est.door;

import est.proof.ChannelBinding;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A connection as its TLS engine knows it. */
final class TlsConnection implements ClientConnection {

    private final TlsEngine tls;
    private final DoorSslHandler handler;
    private final InetSocketAddress remoteAddress;

    TlsConnection(TlsEngine tls, Channel channel) {
        this.tls = tls;
        this.handler = (DoorSslHandler) channel.pipeline().get(SslHandler.class);
        this.remoteAddress = (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public List<X509Certificate> certificates() {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : handler.engine().getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            return List.copyOf(chain);
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public Optional<ChannelBinding> channelBinding() {
        return tls.binding(handler.engine(), handler.extendedMasterSecretOffered());
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }
}
