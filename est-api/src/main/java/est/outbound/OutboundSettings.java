package est.outbound;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How one party outside is reached; the settings of each kind of party extend these. */
public interface OutboundSettings {

    /** Where it is: https, or http to loopback only. */
    URI url();

    /** How long one exchange may take, connection included. */
    @WithDefault("5s")
    Duration timeout();

    /** {@code quarkus.tls.<name>}: whom to trust, and the client certificate. Unset: the JVM's trust, none. */
    Optional<String> tlsConfigurationName();

    /** File with the shared secrets that sign messages, one a line; the first is the newest. */
    Optional<Path> secretFile();
}
