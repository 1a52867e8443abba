package est.start;

import est.policy.EnrollmentProfile;
import est.policy.EnrollmentProfiles;
import est.policy.Label;
import est.policy.LabelSettings;
import est.policy.ProfileSettings;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The enrollment profiles that there are: those that have a setting, and those that a label names. */
final class ConfiguredProfiles {

    private ConfiguredProfiles() {}

    /**
     * All of them by name.
     *
     * @throws IllegalArgumentException naming the property that cannot be
     */
    static Map<String, EnrollmentProfile> of(LabelSettings labels, ProfileSettings profiles, Instant now) {
        Set<String> names = new TreeSet<>(profiles.profiles().keySet());
        // the default label is there without any setting
        names.add(labels.labels().get(Label.DEFAULT).profile());
        labels.labels().values().forEach(label -> {
            names.add(label.profile());
            label.bootstrap().ifPresent(names::add);
        });
        Map<String, EnrollmentProfile> known = new TreeMap<>();
        names.forEach(name ->
                known.put(name, EnrollmentProfiles.of(name, profiles.profiles().get(name), now)));
        return known;
    }
}
