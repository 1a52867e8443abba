package est.start;

import est.decision.Authorizers;
import est.identity.AuthenticationRule;
import est.issuance.CertificationAuthorities;
import est.operation.EstOperations;
import est.policy.DecisionRule;
import est.policy.EnrollmentProfiles;
import est.policy.Label;
import est.policy.LabelSettings;
import est.policy.Labels;
import est.policy.LabelsInForce;
import est.policy.ProfileSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the settings of labels into labels that can serve, or names the property that is wrong. */
@ApplicationScoped
class ConfiguredLabels {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    private final CertificationAuthorities authorities;
    private final Authorizers authorizers;
    private final Clock clock;

    ConfiguredLabels(CertificationAuthorities authorities, Authorizers authorizers, Clock clock) {
        this.authorities = authorities;
        this.authorizers = authorizers;
        this.clock = clock;
    }

    @Produces
    @Singleton
    LabelsInForce atStart(LabelSettings settings, ProfileSettings profiles) {
        return new LabelsInForce(labels(settings, profiles));
    }

    /**
     * All labels of these settings. Reads the files of their trust anchors.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    Labels labels(LabelSettings settings, ProfileSettings profiles) {
        Set<String> names = new TreeSet<>(settings.labels().keySet());
        names.add(Label.DEFAULT);
        return new Labels(names.stream()
                .map(name -> label(name, settings, profiles))
                .collect(Collectors.toMap(Label::name, Function.identity())));
    }

    private Label label(String name, LabelSettings settings, ProfileSettings profiles) {
        if (!NAME.matcher(name).matches() || (EstOperations.isReserved(name) && !name.equals(Label.DEFAULT))) {
            throw wrong(name, "", "a label consists of lower case letters and digits and is no operation");
        }
        LabelSettings.Entry entry = settings.labels().get(name);
        return new Label(
                name,
                ca(name, entry, authorities.names()),
                EnrollmentProfiles.of(entry.profile(), profiles.profiles().get(entry.profile())),
                new AuthenticationRule(name, entry.authentication(), anchors(name, entry, settings.trustAnchors())),
                decision(name, entry));
    }

    private Optional<DecisionRule> decision(String name, LabelSettings.Entry entry) {
        entry.authorizer().filter(each -> !authorizers.names().contains(each)).ifPresent(unknown -> {
            throw wrong(name, ".authorizer", "names none of the configured authorizers " + authorizers.names());
        });
        if (entry.authorizerReason() && entry.authorizer().isEmpty()) {
            throw wrong(name, ".authorizer-reason", "there is no authorizer whose reason could be told");
        }
        return entry.authorizer().map(authorizer -> new DecisionRule(authorizer, entry.authorizerReason()));
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

    private Set<X509Certificate> anchors(String name, LabelSettings.Entry entry, Map<String, Path> files) {
        Set<X509Certificate> anchors = new LinkedHashSet<>();
        for (String anchor : entry.trustAnchors().orElse(Set.of())) {
            if (!files.containsKey(anchor)) {
                throw wrong(name, ".trust-anchors", "est.trust-anchors." + anchor + " is not set");
            }
            anchors.addAll(TrustAnchorFile.read("est.trust-anchors." + anchor, files.get(anchor), clock.instant()));
        }
        return anchors;
    }

    private static IllegalArgumentException wrong(String label, String property, String why) {
        return new IllegalArgumentException("est.label." + label + property + ": " + why);
    }
}
