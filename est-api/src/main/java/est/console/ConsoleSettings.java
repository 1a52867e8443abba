package est.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Where operators come to: {@code est.console.…}. The values reach Quarkus HTTP by {@code application.properties}, which repeats
 * the defaults.
 */
@ConfigMapping(prefix = "est.console")
public interface ConsoleSettings {

    /** Whether the console listens at all. */
    @WithDefault("false")
    boolean enabled();

    /** The address it listens on. */
    @WithDefault("127.0.0.1")
    String host();

    /** The port, TLS only. */
    @WithDefault("9443")
    int port();

    /** The named configuration of the Quarkus TLS registry that holds its certificate and key. */
    @WithDefault("est")
    String tlsConfigurationName();
}
