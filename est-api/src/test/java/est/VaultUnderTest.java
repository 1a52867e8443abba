package est;

import est.ca.vault.LoopbackVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Vault on loopback, and the settings of a CA behind it and a label that uses it. */
final class VaultUnderTest {

    private static @Nullable LoopbackVault vault;

    private VaultUnderTest() {}

    static LoopbackVault vault() {
        return Objects.requireNonNull(vault, "the server was not started with it");
    }

    static Map<String, String> start(Path directory) throws IOException {
        LoopbackVault started = LoopbackVault.start();
        vault = started;
        Path secret = directory.resolve("vault-secret-id");
        Files.writeString(secret, started.secretId());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Path trust = directory.resolve("vault-tls.pem");
        Files.writeString(trust, started.tls().caPem());
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.tls.vault.trust-store.pem.certs", trust.toString());
        settings.put("est.ca.cloud.type", "vault");
        settings.put("est.ca.cloud.vault.addresses", started.address().toString());
        settings.put("est.ca.cloud.vault.role", LoopbackVault.ROLE);
        settings.put("est.ca.cloud.vault.tls-configuration-name", "vault");
        settings.put("est.ca.cloud.vault.auth.method", "approle");
        settings.put("est.ca.cloud.vault.auth.role-id", LoopbackVault.ROLE_ID);
        settings.put("est.ca.cloud.vault.auth.secret-id-file", secret.toString());
        settings.put("est.label.cloud.ca", "cloud");
        return settings;
    }

    static void stop() {
        if (vault != null) {
            vault.close();
        }
    }
}
