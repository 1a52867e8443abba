package est.policy;

import est.identity.AuthenticationRule;
import est.identity.ClientIdentity;
import est.proof.ChannelBindingMode;
import java.util.Map;
import java.util.Optional;

/**
 * A policy with a name: the optional path segment of RFC 7030 §3.2.2.
 *
 * @param name {@code [a-z0-9]+}; {@link #DEFAULT} is the one served without a segment
 * @param ca the configured name of the CA that signs
 * @param profile what may be certified
 * @param profiles all of the same configuration by name: one-time secrets may name one
 * @param authentication who may ask
 * @param channelBinding whether requests must be tied to their TLS session
 * @param repeats what becomes of requests that come again
 * @param approval whether a person decides
 * @param decision who decides beside this server, if anybody does
 * @param devices which devices may enroll
 * @param answers how answers carry DER
 */
public record Label(
        String name,
        String ca,
        EnrollmentProfile profile,
        Map<String, EnrollmentProfile> profiles,
        AuthenticationRule authentication,
        ChannelBindingMode channelBinding,
        RepeatPolicy repeats,
        ApprovalRule approval,
        Optional<DecisionRule> decision,
        DeviceRule devices,
        AnswerForm answers) {

    /** The label of requests without a segment. */
    public static final String DEFAULT = "default";

    /** Copies the map. */
    public Label {
        profiles = Map.copyOf(profiles);
    }

    /**
     * The profile that grants what such an identity asks for.
     *
     * @throws PolicyRefusal if its one-time secret names a profile that is not configured any more
     */
    public EnrollmentProfile profileFor(ClientIdentity identity) {
        return identity.profile()
                .map(named ->
                        Optional.ofNullable(profiles.get(named)).orElseThrow(() -> PolicyRefusal.profileUnknown(named)))
                .orElse(profile);
    }

    /** Whether there are requests that wait for a person. */
    public boolean asksPersons() {
        return approval != ApprovalRule.NONE
                || devices == DeviceRule.APPROVE
                || repeats.duplicates() == DuplicatePolicy.APPROVE
                || decision.isPresent();
    }

    /** The same CA and profile for others: who proves to be one by this rule, with nothing else demanded. */
    public Label openedTo(AuthenticationRule others) {
        return new Label(
                others.label(),
                ca,
                profile,
                Map.of(),
                others,
                ChannelBindingMode.OPTIONAL,
                repeats,
                ApprovalRule.NONE,
                Optional.empty(),
                DeviceRule.ANY,
                AnswerForm.AUTO);
    }

    /** The same label, judging by other rules who may have what. */
    public Label judging(AuthenticationRule who, EnrollmentProfile what) {
        return new Label(name, ca, what, profiles, who, channelBinding, repeats, approval, decision, devices, answers);
    }
}
