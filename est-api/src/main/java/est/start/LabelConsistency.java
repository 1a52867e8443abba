package est.start;

import est.door.TlsEngine;
import est.identity.AuthenticationMethod;
import est.policy.EnrollmentProfile;
import est.policy.Label;
import est.policy.LabelSettings;
import est.proof.ChannelBinding;
import est.proof.ChannelBindingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Refuses labels whose parts are each in order and contradict one another. */
final class LabelConsistency {

    /** As long as python-est's live. */
    private static final Duration LONGEST_BOOTSTRAP = Duration.ofDays(30);

    private LabelConsistency() {}

    /**
     * Demands that the engine can do what the label asks of TLS.
     *
     * @throws IllegalArgumentException naming the property that asks too much
     */
    static void require(Label label, TlsEngine engine) {
        requireNoAuthorities(label);
        requireBindings(label.name(), label.channelBinding(), engine);
        requireVerifiableKeys(
                label.name(),
                label.profile().name(),
                label.profile().keys().kinds(),
                label.authentication().accepted().mention(AuthenticationMethod.CERTIFICATE),
                engine);
    }

    /** T-8: the right of a registration authority is an operator's to give, device by device. */
    private static void requireNoAuthorities(Label label) {
        if (label.profile().usages().makesAuthority()) {
            throw new IllegalArgumentException("est.label." + label.name() + ".profile: profile "
                    + label.profile().name() + " makes registration authorities (cmcRA): no label can have it, only a"
                    + " one-time secret can name it");
        }
    }

    /** EST-POP-16. The door speaks TLS 1.2 and 1.3, and each has a binding of its own. */
    static void requireBindings(String label, ChannelBindingMode mode, TlsEngine engine) {
        boolean gives = Arrays.stream(ChannelBinding.Kind.values()).allMatch(engine::gives);
        if (mode == ChannelBindingMode.REQUIRED && !gives) {
            throw new IllegalArgumentException("est.label." + label + ".channel-binding: the TLS engine " + engine
                    + " cannot give every channel binding; conscrypt can");
        }
    }

    /** A device whose key TLS cannot verify would get a certificate that it can never show to renew it. */
    static void requireVerifiableKeys(
            String label, String profile, Set<String> keys, boolean certificatesCount, TlsEngine engine) {
        Set<String> mute =
                keys.stream().filter(key -> !engine.verifies(key)).collect(Collectors.toCollection(TreeSet::new));
        if (certificatesCount && !mute.isEmpty()) {
            throw new IllegalArgumentException("est.label." + label + ".profile: profile " + profile + " allows keys "
                    + mute + ", whose client certificates the TLS engine " + engine
                    + " cannot verify, and the label accepts certificates");
        }
    }

    /**
     * Demands that what a password alone buys is good for little else than to enroll with.
     *
     * @throws IllegalArgumentException naming the property
     */
    static void requireBootstrap(String label, EnrollmentProfile profile) {
        boolean clientAuthOnly = profile.usages().grantsOnly(KeyPurposeId.id_kp_clientAuth.getId());
        if (!clientAuthOnly || profile.validity().life().compareTo(LONGEST_BOOTSTRAP) > 0) {
            throw new IllegalArgumentException("est.label." + label + ".bootstrap: set est.profile." + profile.name()
                    + ".extended-key-usages=clientAuth and est.profile." + profile.name() + ".validity to 30d or less");
        }
    }

    /**
     * Demands that no profile gets the defaults of two presets: which of them counts would be chance.
     *
     * @throws IllegalArgumentException naming the property
     */
    static void requirePresetsApart(LabelSettings settings) {
        Map<String, String> first = new HashMap<>();
        new TreeMap<>(settings.labels()).forEach((name, label) -> label.preset().ifPresent(preset -> {
            String other = first.putIfAbsent(label.profile(), name);
            if (other != null && settings.labels().get(other).preset().orElseThrow() != preset) {
                throw new IllegalArgumentException(
                        "est.label." + name + ".preset: profile " + label.profile() + " is that of label " + other
                                + " too, which has another preset: give each a profile of its own");
            }
        }));
    }
}
