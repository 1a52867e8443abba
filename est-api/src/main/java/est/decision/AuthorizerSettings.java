package est.decision;

import est.outbound.OutboundSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** Authorizers by name: {@code est.authorizer.<name>.…}; a label names the one it asks. */
@ConfigMapping(prefix = "est.authorizer")
public interface AuthorizerSettings {

    /** Authorizers by name, {@code [a-z0-9]+}. */
    @WithParentName
    Map<String, Authorizer> authorizers();

    /** One authorizer. */
    interface Authorizer extends OutboundSettings {

        /** Questions at once; more are answered 503. */
        @WithDefault("20")
        int poolSize();

        /** Failures in a row after which it is only asked once a second, until it answers. */
        @WithDefault("5")
        int failuresInARow();
    }
}
