package est.device;

import est.identity.OneTimeSecret;
import est.identity.PasswordHash;
import est.record.CertificateKey;
import est.record.CertificateRecords;
import est.record.CredentialRecords;
import est.record.NewSecret;
import est.record.RevocationReason;
import est.start.SecretIssue;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Credentials and revocations as an operator would make them. */
@ApplicationScoped
public class Credentials {

    /** Longer than any test takes. */
    private static final Duration LIFE = Duration.ofDays(1);

    private final SecretIssue secrets;
    private final CredentialRecords records;
    private final CertificateRecords certificates;
    private final SecureRandom random;

    Credentials(SecretIssue secrets, CredentialRecords records, CertificateRecords certificates, SecureRandom random) {
        this.secrets = secrets;
        this.records = records;
        this.certificates = certificates;
        this.random = random;
    }

    /** A one-time secret for any device. */
    public String secret() {
        return secret(Optional.empty());
    }

    /** A one-time secret for this device only. */
    public String secretFor(String commonName) {
        return secret(Optional.of(commonName));
    }

    /** A one-time secret for one label only. */
    public String secretAt(String label) {
        return await(() -> secrets.issue(
                        new SecretIssue.Terms(Optional.empty(), Optional.of(label), Optional.empty(), LIFE), "test"))
                .reveal();
    }

    /** A one-time secret for one device that another profile than the label's grants. */
    public String secretOf(String profile, String commonName) {
        return await(() -> secrets.issue(
                        new SecretIssue.Terms(Optional.of(commonName), Optional.empty(), Optional.of(profile), LIFE),
                        "test"))
                .reveal();
    }

    /** A one-time secret whose profile was configured when it was made, and is not any more. */
    public String secretOfFormerProfile() {
        OneTimeSecret secret = OneTimeSecret.draw(random);
        await(() -> records.createSecret(
                new NewSecret(
                        secret.sha256(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("former"),
                        Instant.now().plus(LIFE)),
                "test"));
        return secret.reveal();
    }

    /** A user with a password, for one device at one label only. */
    public void user(String name, String password, String commonName, String label) {
        String hash = PasswordHash.of(password, random).phc();
        await(() -> records.createUser(name, hash, Optional.of(commonName), Optional.of(label), "test"));
    }

    /** A user with a password. */
    public void user(String name, String password) {
        String hash = PasswordHash.of(password, random).phc();
        await(() -> records.createUser(name, hash, Optional.empty(), Optional.empty(), "test"));
    }

    /** Revokes a certificate. */
    public void revoke(X509Certificate certificate) {
        await(() -> certificates.revoke(CertificateKey.of(certificate), RevocationReason.KEY_COMPROMISE, "test"));
    }

    private String secret(Optional<String> commonName) {
        return await(() -> secrets.issue(
                        new SecretIssue.Terms(commonName, Optional.empty(), Optional.empty(), LIFE), "test"))
                .reveal();
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}
