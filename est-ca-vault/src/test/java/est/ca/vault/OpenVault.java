package est.ca.vault;

import est.ca.CertificationAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Opens authorities called {@code test} by the settings an operator would write. For one test. */
public final class OpenVault implements AutoCloseable {

    /** One for all tests: event loops are slow to start. */
    static final Vertx VERTX = Vertx.vertx();

    private final List<CertificationAuthority> opened = new ArrayList<>();
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Optional<SSLOptions> tls = Optional.empty();

    private OpenVault(Path folder) {
        this.folder = folder;
        settings.put("est.ca.test.type", "vault");
        with("role", LoopbackVault.ROLE);
        with("tls-configuration-name", "vault");
        // no test waits for it unless it means to, also on a busy machine
        with("timeout", "25s");
        with("connect-timeout", "20s");
    }

    /** For a loopback Vault, logged in by AppRole. */
    static OpenVault at(LoopbackVault vault, Path folder) {
        return at(vault.address().toString(), vault.secretId, vault.tls().client(), folder);
    }

    /** For a loopback Vault in another process. */
    public static OpenVault at(String address, String secretId, SSLOptions tls, Path folder) {
        OpenVault open = new OpenVault(folder);
        open.tls = Optional.of(tls);
        return open.with("addresses", address)
                .with("auth.method", "approle")
                .with("auth.role-id", LoopbackVault.ROLE_ID)
                .withSecret("auth.secret-id-file", "secret-id", secretId);
    }

    /** For a Vault anywhere, with a token. */
    static OpenVault at(String address, String token, Optional<SSLOptions> tls, Path folder) {
        OpenVault open = new OpenVault(folder);
        open.tls = Optional.of(tls.orElseGet(SSLOptions::new));
        return open.with("addresses", address)
                .with("auth.method", "token-file")
                .withSecret("auth.token-file", "token", token);
    }

    OpenVault with(String key, String value) {
        settings.put("est.ca.test.vault." + key, value);
        return this;
    }

    /** What it trusts and shows. */
    OpenVault withTls(SSLOptions options) {
        tls = Optional.of(options);
        return this;
    }

    OpenVault without(String key) {
        settings.remove("est.ca.test.vault." + key);
        return this;
    }

    /** With a file only its owner reads. */
    OpenVault withSecret(String key, String file, String secret) {
        return with(key, write(file, secret).toString());
    }

    Path write(String file, String secret) {
        try {
            Path path = folder.resolve(file);
            Files.writeString(path, secret + "\n");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    /** Opens one more; all are closed together. */
    public CertificationAuthority open() {
        CertificationAuthority authority = provider().open("test");
        opened.add(authority);
        return authority;
    }

    /** The settings of the authority, as they are read. */
    VaultCaSettings.Authority settings() {
        return Objects.requireNonNull(mapped().authorities().get("test"));
    }

    private VaultCaSettings mapped() {
        return new SmallRyeConfigBuilder()
                // Quarkus reads 5s, SmallRye alone PT5S
                .withConverter(Duration.class, 200, text -> Duration.parse("PT" + text))
                .withMapping(VaultCaSettings.class)
                .withMapping(TypeOfCa.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(VaultCaSettings.class);
    }

    VaultCertificationAuthorityProvider provider() {
        return new VaultCertificationAuthorityProvider(
                mapped(),
                new VaultCertificationAuthorityProvider.Surroundings(
                        VERTX, meters, new SecureRandom(), Clock.systemUTC()),
                name -> name.equals("vault") ? tls : Optional.empty());
    }

    @Override
    public void close() {
        opened.forEach(CertificationAuthority::close);
    }
}
