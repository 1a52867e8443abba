package est.ca.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.vault.VaultCaSettings.Vault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may leave out, and what is refused by name. What a setting does is shown where it does it. */
class VaultCaSettingsTest {

    @TempDir
    private Path folder;

    private OpenVault least() {
        return OpenVault.at("https://vault.example", "token", Optional.empty(), folder)
                .without("timeout")
                .without("connect-timeout");
    }

    @Test
    void addresses_role_and_login_suffice() {
        Vault vault = least().settings().vault().orElseThrow();

        assertThat(vault.mount()).isEqualTo("pki");
        assertThat(vault.mode()).isEqualTo(VaultCaSettings.Mode.VERBATIM);
        assertThat(vault.validityParameter()).isEqualTo(VaultCaSettings.ValidityParameter.NOT_AFTER);
        assertThat(vault.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(vault.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(vault.poolSize()).isEqualTo(50);
        assertThat(vault.revocation()).isFalse();
        assertThat(vault.lookup()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "pool-size, 0",
        "role-subject, no name",
        "extra-trust-anchors, /nowhere/anchors.pem",
        "auth.token-file, ''"
    })
    void what_cannot_work_is_refused_by_name(String key, String value) {
        OpenVault wrong = least().with("mode", "role").with(key, value);

        assertThatThrownBy(wrong::open).hasMessageContaining("est.ca.test.vault." + key);
    }

    @ParameterizedTest
    @CsvSource({"addresses", "role", "auth.method"})
    void what_is_missing_is_named(String key) {
        OpenVault incomplete = least().without(key);

        assertThatThrownBy(incomplete::open).hasMessageContaining("est.ca.test.vault." + key);
    }
}
