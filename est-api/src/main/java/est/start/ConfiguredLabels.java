package est.start;

import est.decision.AuthorizerEdition;
import est.decision.Authorizers;
import est.door.Door;
import est.identity.AcceptedProofs;
import est.identity.AuthenticationRule;
import est.identity.ClientTrust;
import est.issuance.CertificationAuthorities;
import est.operation.EstOperations;
import est.policy.DecisionRule;
import est.policy.EnrollmentProfile;
import est.policy.Label;
import est.policy.LabelSettings;
import est.policy.Labels;
import est.policy.LabelsInForce;
import est.policy.ProfileSettings;
import est.policy.RepeatPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Turns the settings of labels into labels that can serve, or names the property that is wrong. */
@ApplicationScoped
class ConfiguredLabels {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    private static final Logger LOG = Logger.getLogger(ConfiguredLabels.class);

    /** RFC 7030 §3.2.3, for python-est's clients: their certificates do not count at {@code /bootstrap}. */
    private static final AcceptedProofs BASIC = AcceptedProofs.parse("password,secret");

    private final CertificationAuthorities authorities;
    private final ConfiguredTrust trust;
    private final Door door;
    private final Authorizers authorizers;
    private final Clock clock;

    ConfiguredLabels(
            CertificationAuthorities authorities,
            ConfiguredTrust trust,
            Door door,
            Authorizers authorizers,
            Clock clock) {
        this.authorities = authorities;
        this.trust = trust;
        this.door = door;
        this.authorizers = authorizers;
        this.clock = clock;
    }

    @Produces
    @Singleton
    LabelsInForce atStart(LabelSettings settings, ProfileSettings profiles) {
        Labels labels = labels(settings, profiles, authorizers.inForce());
        trust.inForce(labels);
        return new LabelsInForce(labels);
    }

    /**
     * All labels of these settings. Reads the files of their trust anchors.
     *
     * @param deciders whom they can ask
     * @throws IllegalArgumentException naming the property that is wrong
     */
    Labels labels(LabelSettings settings, ProfileSettings profiles, AuthorizerEdition deciders) {
        Map<String, EnrollmentProfile> known = ConfiguredProfiles.of(settings, profiles, clock.instant());
        trust.requireKnownAnchors(settings);
        LabelConsistency.requirePresetsApart(settings);
        Map<String, Label> labels = new HashMap<>();
        Map<String, Label> bootstraps = new HashMap<>();
        Set<String> names = new TreeSet<>(settings.labels().keySet());
        names.add(Label.DEFAULT);
        for (String name : names) {
            Label label = label(name, settings, profiles, known, deciders);
            labels.put(name, label);
            settings.labels()
                    .get(name)
                    .bootstrap()
                    .ifPresent(profile -> bootstraps.put(name, bootstrap(label, known(profile, known))));
        }
        labels.values().forEach(ConfiguredLabels::warnOfAnybody);
        return new Labels(labels, bootstraps);
    }

    private Label label(
            String name,
            LabelSettings settings,
            ProfileSettings profiles,
            Map<String, EnrollmentProfile> known,
            AuthorizerEdition deciders) {
        if (!NAME.matcher(name).matches() || (EstOperations.isReserved(name) && !name.equals(Label.DEFAULT))) {
            throw wrong(name, "", "a label consists of lower case letters and digits and is no operation");
        }
        LabelSettings.Entry entry = settings.labels().get(name);
        RepeatPolicy repeats = repeats(name, entry);
        Label label = new Label(
                name,
                ca(name, entry, authorities.names()),
                known(entry.profile(), known),
                known,
                new AuthenticationRule(
                        name,
                        accepted(name, entry),
                        trust.of(name, settings, profiles.profiles().get(entry.profile())),
                        repeats.replayWindow()),
                entry.channelBinding(),
                repeats,
                entry.approval(),
                decision(name, entry, deciders),
                entry.devices(),
                entry.encoding());
        LabelConsistency.require(label, door.tls());
        return label;
    }

    private static EnrollmentProfile known(String name, Map<String, EnrollmentProfile> profiles) {
        return Objects.requireNonNull(profiles.get(name), name);
    }

    private static Label bootstrap(Label label, EnrollmentProfile profile) {
        LabelConsistency.requireBootstrap(label.name(), profile);
        return label.judging(
                new AuthenticationRule(
                        label.name(), BASIC, ClientTrust.NOBODY, label.repeats().replayWindow()),
                profile);
    }

    private static AcceptedProofs accepted(String name, LabelSettings.Entry entry) {
        try {
            return AcceptedProofs.parse(entry.authentication());
        } catch (IllegalArgumentException contradiction) {
            throw wrong(name, ".authentication", contradiction.getMessage());
        }
    }

    private static RepeatPolicy repeats(String name, LabelSettings.Entry entry) {
        try {
            return RepeatPolicy.of(entry.duplicates(), entry.replayWindow()).limitedTo(entry.enrollmentsPerIdentity());
        } catch (IllegalArgumentException contradiction) {
            throw wrong(name, ".replay-window", contradiction.getMessage());
        }
    }

    private static void warnOfAnybody(Label label) {
        if (label.authentication().accepted().admitAnybody()) {
            LOG.warnf(
                    "Label %s: est.label.%s.authentication=%s lets anybody who reaches the server enroll under any"
                            + " name",
                    label.name(), label.name(), label.authentication().accepted());
        }
    }

    private static Optional<DecisionRule> decision(String name, LabelSettings.Entry entry, AuthorizerEdition deciders) {
        entry.authorizer().filter(each -> !deciders.names().contains(each)).ifPresent(unknown -> {
            throw wrong(name, ".authorizer", "names none of the configured authorizers " + deciders.names());
        });
        if (entry.authorizerReason() && entry.authorizer().isEmpty()) {
            throw wrong(name, ".authorizer-reason", "there is no authorizer whose reason could be told");
        }
        return entry.authorizer()
                .map(authorizer -> new DecisionRule(authorizer, deciders.number(), entry.authorizerReason()));
    }

    private static String ca(String name, LabelSettings.Entry entry, Set<String> known) {
        if (entry.ca().isPresent() && known.contains(entry.ca().get())) {
            return entry.ca().get();
        }
        if (entry.ca().isEmpty() && known.size() == 1) {
            return known.iterator().next();
        }
        throw wrong(name, ".ca", "names none of the configured authorities " + known);
    }

    private static IllegalArgumentException wrong(String label, String property, String why) {
        return new IllegalArgumentException("est.label." + label + property + ": " + why);
    }
}
