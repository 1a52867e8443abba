package est.policy;

import java.time.Instant;

/** Turns profile settings into valid profiles, or names the property that is wrong. */
public final class EnrollmentProfiles {

    private EnrollmentProfiles() {}

    /**
     * The profile of the given name.
     *
     * @param now the time a fixed end of validity is compared with
     * @throws IllegalArgumentException naming the property that cannot be
     */
    public static EnrollmentProfile of(String name, ProfileSettings.Profile settings, Instant now) {
        ProfileProperty property = new ProfileProperty("est.profile").of(name);
        return new EnrollmentProfile(
                name,
                KeyRule.of(settings.keyRule(), property),
                SubjectRule.of(settings.subjectRule(), property),
                AlternativeNameRule.of(settings.alternativeNameRule(), property),
                UsageRule.of(settings.usageRule(), property),
                ValidityRule.of(settings.validityRule(), property, now),
                RenewalRule.of(settings.renewalRule(), settings.validityRule().validity(), property),
                ExtensionRule.of(settings.extensionRule(), property));
    }
}
