package est.start;

import est.identity.OneTimeSecret;
import est.policy.EnrollmentProfile;
import est.policy.LabelSettings;
import est.policy.ProfileSettings;
import est.record.CredentialRecords;
import est.record.NewSecret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Draws one-time secrets and has them recorded. Thread-safe. */
@ApplicationScoped
public class SecretIssue {
    private final CredentialRecords credentials;
    private final LabelSettings labels;
    private final ProfileSettings profiles;
    private final SecureRandom random;
    private final Clock clock;

    SecretIssue(
            CredentialRecords credentials,
            LabelSettings labels,
            ProfileSettings profiles,
            SecureRandom random,
            Clock clock) {
        this.credentials = credentials;
        this.labels = labels;
        this.profiles = profiles;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What a secret is for.
     *
     * @param commonName the only common name it shall enroll
     * @param label the only label it shall be good for
     * @param profile the profile that shall grant in place of the label's
     * @param valid for how long
     */
    public record Terms(Optional<String> commonName, Optional<String> label, Optional<String> profile, Duration valid) {

        /** For any device at any label. */
        public static Terms open(Duration valid) {
            return new Terms(Optional.empty(), Optional.empty(), Optional.empty(), valid);
        }
    }

    /**
     * A new secret, good from now on.
     *
     * @param actor who asks for it
     * @return fails with {@link est.record.RecordFailure}, or with IllegalArgumentException if its profile cannot be
     */
    public Uni<OneTimeSecret> issue(Terms terms, String actor) {
        return Uni.createFrom().deferred(() -> {
            terms.profile().ifPresent(profile -> requireGrantable(profile, terms));
            OneTimeSecret secret = OneTimeSecret.draw(random);
            NewSecret recorded = new NewSecret(
                    secret.sha256(),
                    terms.commonName(),
                    terms.label(),
                    terms.profile(),
                    clock.instant().plus(terms.valid()));
            return credentials.createSecret(recorded, actor).replaceWith(secret);
        });
    }

    private void requireGrantable(String name, Terms terms) {
        EnrollmentProfile profile =
                ConfiguredProfiles.of(labels, profiles, clock.instant()).get(name);
        if (profile == null) {
            throw new IllegalArgumentException("there is no profile " + name + ": no setting est.profile." + name
                    + ".… and no label that names it");
        }
        // T-8: whoever holds it must not choose which registration authority to be
        if (profile.usages().makesAuthority() && terms.commonName().isEmpty()) {
            throw new IllegalArgumentException("profile " + name
                    + " makes registration authorities: a secret for it must fix the common name, --cn");
        }
    }
}
