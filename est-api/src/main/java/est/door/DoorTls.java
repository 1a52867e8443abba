package est.door;

import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

/** Plugs our TLS into Vert.x, which decides nothing about it: neither keys nor trust nor client authentication. Immutable. */
final class DoorTls extends SSLEngineOptions {

    private final TlsInForce tls;
    private final Traffic traffic;

    DoorTls(TlsInForce tls, Traffic traffic) {
        this.tls = tls;
        this.traffic = traffic;
    }

    @Override
    public SSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return () -> new DoorSslContext(tls, traffic);
    }
}
