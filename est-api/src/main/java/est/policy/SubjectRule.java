package est.policy;

import static est.policy.PolicyRefusal.Reason.HOSTILE_NAME;
import static est.policy.PolicyRefusal.Reason.NAME_MISSING;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * What a subject consists of.
 *
 * @param allowed attribute types it may have
 * @param required attribute types it must have, all of them allowed
 * @param deviceId what a common name may look like if it is not a DNS name
 * @param template what the subject is made of; without it, it is that of the request
 */
public record SubjectRule(
        Set<ASN1ObjectIdentifier> allowed,
        Set<ASN1ObjectIdentifier> required,
        Pattern deviceId,
        Optional<SubjectTemplate> template) {

    /** Copies the sets. */
    public SubjectRule {
        allowed = Set.copyOf(allowed);
        required = Set.copyOf(required);
    }

    static SubjectRule of(ProfileSettings.Subject settings, ProfileProperty property) {
        Set<ASN1ObjectIdentifier> allowed = attributes(settings.subjectAttributes(), "subject-attributes", property);
        Set<ASN1ObjectIdentifier> required = attributes(
                settings.requiredSubjectAttributes().orElse(Set.of()), "required-subject-attributes", property);
        for (ASN1ObjectIdentifier type : required) {
            if (!allowed.contains(type)) {
                throw property.of("required-subject-attributes")
                        .wrong(SubjectAttributes.nameOf(type) + " is not among the subject-attributes");
            }
        }
        Optional<SubjectTemplate> template = settings.subject()
                .map(text -> SubjectTemplate.of(text, property.of("subject"))
                        .requireWithin(allowed, required, property.of("subject")));
        return new SubjectRule(allowed, required, deviceId(settings, property), template);
    }

    private static Set<ASN1ObjectIdentifier> attributes(Set<String> names, String setting, ProfileProperty property) {
        return names.stream()
                .map(name -> SubjectAttributes.named(name)
                        .orElseThrow(() -> property.of(setting).wrong("unknown attribute " + name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Pattern deviceId(ProfileSettings.Subject settings, ProfileProperty property) {
        try {
            return Pattern.compile(settings.deviceId());
        } catch (PatternSyntaxException unreadable) {
            throw property.of("device-id").wrong(unreadable.getDescription());
        }
    }

    /** Demands clean values of allowed types (T-13). */
    void requireClean(X500Name subject) {
        NameHygiene.requireClean(subject, allowed);
    }

    /** The subject that a first enrollment is granted, if its names are the client's own. */
    X500Name granted(ClaimedNames requested, Application application) {
        X500Name subject =
                template.map(made -> made.fill(requested, application)).orElse(requested.subject());
        requireClean(subject);
        for (ASN1ObjectIdentifier type : required) {
            if (subject.getRDNs(type).length == 0) {
                throw new PolicyRefusal(
                        NAME_MISSING, "the subject needs the attribute " + SubjectAttributes.nameOf(type));
            }
        }
        return subject;
    }

    /** Whether the granted subject says which device it is without relying on what the request says of itself. */
    boolean namesDeviceItself() {
        return template.map(SubjectTemplate::namesDevice).orElse(false);
    }

    /** Whether anything of the request's subject gets into the granted one, or says which device it is. */
    boolean reliesOnRequest() {
        return template.map(made -> made.readsRequest() || !made.namesDevice()).orElse(true);
    }

    /** Whether the subject says anything that only the registry of devices knows. */
    public boolean readsDevice() {
        return template.map(SubjectTemplate::readsDevice).orElse(false);
    }

    void requireDeviceName(String device) {
        if (!deviceId.matcher(device).matches() && !DnsName.isWellFormed(device)) {
            throw new PolicyRefusal(
                    HOSTILE_NAME, "the device name is neither a DNS name nor a device id of the profile");
        }
    }
}
