package est.policy;

/**
 * Named rules: which keys, names and usages a certificate may have and how long it lives. Immutable and valid once made; made by
 * {@link EnrollmentProfiles}.
 *
 * @param name the configured name
 * @param keys which keys, and which signatures of requests
 * @param subject what a subject consists of
 * @param alternativeNames which alternative names beside a device's own
 * @param usages what a certificate may be used for
 * @param validity how long it lives
 * @param renewal when and how it renews itself
 * @param extensions what becomes of other requested extensions
 */
public record EnrollmentProfile(
        String name,
        KeyRule keys,
        SubjectRule subject,
        AlternativeNameRule alternativeNames,
        UsageRule usages,
        ValidityRule validity,
        RenewalRule renewal,
        ExtensionRule extensions) {}
