package est.policy;

import est.identity.AuthenticationMethod;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Labels and the anchors they name: {@code est.label.<name>.…} and {@code est.trust-anchors.<name>}. */
@ConfigMapping(prefix = "est")
public interface LabelSettings {

    /** Labels by name; the default label exists also if nothing is set for it. */
    @WithName("label")
    @WithDefaults
    Map<String, Entry> labels();

    /** PEM files of CA certificates by name, each with one or more certificates. */
    @WithName("trust-anchors")
    Map<String, Path> trustAnchors();

    /** One label. */
    interface Entry {

        /** The CA that signs; may be left out if exactly one is configured. */
        Optional<String> ca();

        /** The enrollment profile. */
        @WithDefault("device")
        String profile();

        /** Accepted methods, any one suffices: certificate, password. */
        @WithDefault("certificate,password")
        Set<AuthenticationMethod> authentication();

        /** Names of the trust anchors whose end entities (manufacturer certificates) may enroll. */
        Optional<Set<String>> trustAnchors();

        /** Who decides about what the policy has granted: {@code est.authorizer.<name>}. */
        Optional<String> authorizer();

        /** Whether the client hears the authorizer's reason for a denial. */
        @WithDefault("false")
        boolean authorizerReason();
    }
}
