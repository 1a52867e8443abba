package est.policy;

import est.identity.AuthenticationMethod;
import est.identity.revocation.RevocationSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.List;
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

    /** PEM files of CA certificates by name, each with one or more certificates, or directories of such files. */
    @WithName("trust-anchors")
    Map<String, List<Path>> trustAnchors();

    /** PEM files of CA certificates between those anchors and the devices, by the same name. */
    Map<String, List<Path>> intermediates();

    /** Where it is looked up whether certificates below those anchors are revoked, by the same name. */
    Map<String, RevocationSettings> revocation();

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

        /** Registration authorities by name. */
        Map<String, RegistrationAuthoritySettings> ra();
    }
}
