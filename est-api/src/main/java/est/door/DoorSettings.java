package est.door;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of the EST door, {@code est.door.*}. The defaults are the limits of the threat model. */
@ConfigMapping(prefix = "est.door")
public interface DoorSettings {

    /** The address to listen on. */
    @WithDefault("0.0.0.0")
    String host();

    /** The TCP port; 0 takes a free one. */
    @WithDefault("8443")
    int port();

    /** How many event loops serve the door; the number of processors if not given. */
    OptionalInt eventLoops();

    /** The named configuration of the Quarkus TLS registry: the server's certificate and key, or one EC and one RSA. */
    @WithDefault("est")
    String tlsConfigurationName();

    /** Which TLS engine to use. */
    @WithDefault("auto")
    EngineChoice engine();

    /** From accepting a connection to the end of the TLS handshake. */
    @WithDefault("10s")
    Duration handshakeTimeout();

    /** From the first octet of a request to the end of its header block. */
    @WithDefault("10s")
    Duration headerTimeout();

    /** From the end of the header block to the last octet of the body. */
    @WithDefault("15s")
    Duration bodyTimeout();

    /** From the last octet of a request to its answer; after it, 503. */
    @WithDefault("30s")
    Duration requestDeadline();

    /** How long a connection may wait for its next request, or leave an answer unread. */
    @WithDefault("60s")
    Duration idleTimeout();

    /**
     * How long the door, once told to close, goes on accepting connections although nothing is in flight: as long as load
     * balancers need to notice that it is not ready any more.
     */
    @WithDefault("0s")
    Duration drainDelay();

    /** How long closing the door, after that delay, waits for requests in flight. */
    @WithDefault("30s")
    Duration drainTimeout();

    /** Connections in all, those still in the handshake included. */
    @WithDefault("10000")
    int connections();

    /** Connections from one address. */
    @WithDefault("200")
    int connectionsPerAddress();

    /** Whole requests being answered at once; more are answered 503 before anything of them is looked at. */
    @WithDefault("1000")
    int requests();

    /** Octets of the request line and the header fields together. */
    @WithDefault("16K")
    MemorySize headerBytes();

    /** Number of header fields. */
    @WithDefault("100")
    int headerCount();

    /** Octets of a request body. */
    @WithDefault("64K")
    MemorySize bodyBytes();

    /** How long a session can be resumed. At most 20,480 are remembered for each certificate. */
    @WithDefault("1h")
    Duration sessionLifetime();

    /** Which TLS engine to use. */
    enum EngineChoice {
        /** Conscrypt where its native library loads, else the JDK's. */
        AUTO,
        /** Conscrypt; the door refuses to open where its native library does not load. */
        CONSCRYPT,
        /** The JDK's engine. */
        JDK
    }
}
