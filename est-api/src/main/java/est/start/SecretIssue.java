package est.start;

import est.identity.OneTimeSecret;
import est.record.CredentialRecords;
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
    private final SecureRandom random;
    private final Clock clock;

    SecretIssue(CredentialRecords credentials, SecureRandom random, Clock clock) {
        this.credentials = credentials;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A new secret, good from now on.
     *
     * @param commonName the only common name it shall enroll
     * @param label the only label it shall be good for
     * @param valid for how long
     * @param actor who asks for it
     * @return fails with {@link est.record.RecordFailure}
     */
    public Uni<OneTimeSecret> issue(Optional<String> commonName, Optional<String> label, Duration valid, String actor) {
        return Uni.createFrom().deferred(() -> {
            OneTimeSecret secret = OneTimeSecret.draw(random);
            return credentials
                    .createSecret(
                            secret.sha256(), commonName, label, clock.instant().plus(valid), actor)
                    .replaceWith(secret);
        });
    }
}
