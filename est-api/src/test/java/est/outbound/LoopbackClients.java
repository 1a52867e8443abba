package est.outbound;

import io.vertx.core.net.SSLOptions;
import java.time.Clock;
import java.util.Optional;

/** Clients of parties on loopback, without a server around them. */
public final class LoopbackClients {

    private LoopbackClients() {}

    /** Clients whose TLS configuration {@code party} trusts it and shows a certificate it accepts. */
    public static OutboundClients of(LoopbackParty party) {
        SSLOptions options = new SSLOptions();
        options.setTrustOptions(party.trust());
        options.setKeyCertOptions(party.clientIdentity());
        return with(options);
    }

    /** Clients that trust another CA. */
    public static OutboundClients ofStranger(LoopbackParty party, LoopbackParty stranger) {
        SSLOptions options = new SSLOptions();
        options.setTrustOptions(stranger.trust());
        options.setKeyCertOptions(party.clientIdentity());
        return with(options);
    }

    /** Clients without a certificate of their own. */
    public static OutboundClients ofAnonymous(LoopbackParty party) {
        SSLOptions options = new SSLOptions();
        options.setTrustOptions(party.trust());
        return with(options);
    }

    /** One whose certificate is good for another host. */
    public static LoopbackParty elsewhere() {
        return LoopbackParty.startAs("elsewhere.example");
    }

    /** One whose certificate expired an hour ago. */
    public static LoopbackParty expired() {
        return LoopbackParty.startExpired();
    }

    private static OutboundClients with(SSLOptions options) {
        return new OutboundClients(
                LoopbackParty.vertx(),
                Clock.systemUTC(),
                name -> name.equals("party") ? Optional.of(options) : Optional.empty());
    }
}
