package est.start;

import est.record.RecordFailure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** Leaves a one-time secret for whoever sets the server up, where the settings ask for it. */
@ApplicationScoped
class FirstSecret {
    private static final Duration VALID = Duration.ofHours(24);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private final StartSettings settings;
    private final SecretIssue secrets;

    FirstSecret(StartSettings settings, SecretIssue secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** Completes when the file is there, or none is asked for. */
    Uni<Void> leave() {
        return settings.firstSecretFile()
                .map(file -> secrets.issue(SecretIssue.Terms.open(VALID), "first start")
                        // the database may go away again just now
                        .onFailure(RecordFailure.class)
                        .retry()
                        .withBackOff(AGAIN_AFTER, AGAIN_AFTER)
                        .indefinitely()
                        .invoke(secret -> write(file.toAbsolutePath(), secret.reveal()))
                        .replaceWithVoid())
                .orElse(Uni.createFrom().voidItem());
    }

    /** Whoever sees the file sees all of it. */
    private static void write(Path file, String secret) {
        try {
            // made for its owner only
            Path whole = Files.createTempFile(file.getParent(), "secret", null);
            Files.writeString(whole, secret + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
