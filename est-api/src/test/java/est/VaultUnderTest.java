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
        settings.putAll(authority("cloud", started, secret));
        settings.put("est.label.cloud.ca", "cloud");
        settings.putAll(authority("ruled", started, secret));
        settings.put("est.ca.ruled.vault.mode", "role");
        settings.put("est.ca.ruled.vault.role-subject", "O=Example");
        settings.put("est.ca.ruled.vault.role-key-usages", "DIGITAL_SIGNATURE");
        settings.put("est.label.ruled.ca", "ruled");
        return settings;
    }

    private static Map<String, String> authority(String name, LoopbackVault vault, Path secret) {
        String prefix = "est.ca." + name + ".";
        return Map.of(
                prefix + "type",
                "vault",
                prefix + "vault.addresses",
                vault.address().toString(),
                prefix + "vault.role",
                LoopbackVault.ROLE,
                prefix + "vault.tls-configuration-name",
                "vault",
                prefix + "vault.auth.method",
                "approle",
                prefix + "vault.auth.role-id",
                LoopbackVault.ROLE_ID,
                prefix + "vault.auth.secret-id-file",
                secret.toString());
    }

    static void stop() {
        if (vault != null) {
            vault.close();
        }
    }
}
