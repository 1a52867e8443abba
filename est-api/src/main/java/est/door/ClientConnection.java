package est.door;

import est.proof.ChannelBinding;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The TLS connection a request came over. Valid while the request is handled; used on its event loop only. */
public interface ClientConnection {

    /** The chain the client presented, leaf first, possession of its key proven by TLS; empty if it presented none. Not judged. */
    List<X509Certificate> certificates();

    /**
     * The channel binding of this session, computed when asked for. Empty if the TLS engine cannot give one, or if a TLS
     * 1.2 session lacks the extended master secret (RFC 9266 §4.2).
     */
    Optional<ChannelBinding> channelBinding();

    /** The address of the socket, never one from a header (T-1). */
    InetSocketAddress remoteAddress();
}
