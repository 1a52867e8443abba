package est.policy;

import est.identity.revocation.RevocationSettings;
import est.proof.ChannelBindingMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
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

        /** A bundle of settings for this label and its profile, each of which is a default only: rfc7030, nmos, wifi. */
        Optional<LabelPreset> preset();

        /** The CA that signs; may be left out if exactly one is configured. */
        Optional<String> ca();

        /** The enrollment profile; if a preset is given, the one of the preset's name. */
        @WithDefault("device")
        String profile();

        /**
         * Which proofs of identity count: {@code certificate}, {@code password} (of a user), {@code secret} (one-time); any one of a
         * list, all of those joined by {@code +}; or {@code none}.
         */
        @WithDefault("certificate,password,secret")
        String authentication();

        /** Whether an operator decides on each request: none, always. */
        @WithDefault("none")
        ApprovalRule approval();

        /**
         * Which devices may enroll: any that is not disabled, known ones (active in the registry) only, or after approval by an operator
         * unknown ones too: any, known, approve.
         */
        @WithDefault("any")
        DeviceRule devices();

        /** Names of the trust anchors whose end entities (manufacturer certificates) may enroll. */
        Optional<Set<String>> trustAnchors();

        /** Whether a request must be tied to its TLS session: optional or required. */
        @WithDefault("optional")
        ChannelBindingMode channelBinding();

        /** What becomes of a request that is not the first of its device: allow, replay, reject, replace or approve. */
        @WithDefault("replay")
        DuplicatePolicy duplicates();

        /** How long after its answer a request that comes again gets the same one; 24h if not given. */
        Optional<Duration> replayWindow();

        /** How often one identity may enroll, {@code 20/1h}; not given: as often as it likes. */
        Optional<EnrollmentRate> enrollmentsPerIdentity();

        /** How answers carry DER: auto, lines, single-line or raw-der. */
        @WithDefault("auto")
        AnswerForm encoding();

        /** The profile of {@code POST /bootstrap}; not given: there is no such operation. */
        Optional<String> bootstrap();

        /** Registration authorities by name. */
        Map<String, RegistrationAuthoritySettings> ra();

        /** Who decides about what the policy has granted: {@code est.authorizer.<name>}. */
        Optional<String> authorizer();

        /** Whether the client hears the authorizer's reason for a denial. */
        @WithDefault("false")
        boolean authorizerReason();
    }
}
