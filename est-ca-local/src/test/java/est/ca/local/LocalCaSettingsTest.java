package est.ca.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.TestRequests;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The mapping beside the registration authority's own mapping of the same prefix. */
class LocalCaSettingsTest {

    /** What the registration authority maps. */
    @ConfigMapping(prefix = "est.ca")
    interface Types {
        @WithParentName
        Map<String, Typed> authorities();

        interface Typed {
            String type();
        }
    }

    private static final Map<String, String> GOOD = Map.of(
            "est.ca.factory.type", "local",
            "est.ca.factory.local.certificate", "/etc/est/ca.pem",
            "est.ca.factory.local.key", "/etc/est/ca.key",
            "est.ca.factory.local.password-file", "/etc/est/password",
            "est.ca.factory.local.aia-ca-issuers", "http://a/ca.cer,http://b/ca.cer",
            "est.ca.factory.local.aia-ocsp", "http://a/ocsp",
            "est.ca.factory.local.crl-distribution-points", "http://a/ca.crl",
            "est.ca.factory.local.rollover", "/etc/est/old.pem",
            "est.ca.other.type", "memory");

    @Test
    void every_setting_is_read() {
        LocalCaSettings.Local local = config(GOOD)
                .getConfigMapping(LocalCaSettings.class)
                .authorities()
                .get("factory")
                .local()
                .orElseThrow();

        assertThat(local.certificate()).isEqualTo(Path.of("/etc/est/ca.pem"));
        assertThat(local.key()).contains(Path.of("/etc/est/ca.key"));
        assertThat(local.password()).isEmpty();
        assertThat(local.passwordFile()).contains(Path.of("/etc/est/password"));
        assertThat(local.aiaCaIssuers().orElseThrow())
                .containsExactly(URI.create("http://a/ca.cer"), URI.create("http://b/ca.cer"));
        assertThat(local.aiaOcsp().orElseThrow()).containsExactly(URI.create("http://a/ocsp"));
        assertThat(local.crlDistributionPoints().orElseThrow()).containsExactly(URI.create("http://a/ca.crl"));
        assertThat(local.rollover()).contains(Path.of("/etc/est/old.pem"));
    }

    @Test
    void both_mappings_of_the_prefix_hold_at_once() {
        Map<String, Types.Typed> authorities =
                config(GOOD).getConfigMapping(Types.class).authorities();

        assertThat(authorities.get("factory").type()).isEqualTo("local");
        assertThat(authorities.get("other").type()).isEqualTo("memory");
    }

    @Test
    void an_authority_of_another_type_has_no_local_settings() {
        LocalCaSettings settings = config(GOOD).getConfigMapping(LocalCaSettings.class);

        assertThatThrownBy(() -> new LocalCertificationAuthorityProvider(
                                settings, TestRequests.BOUNCY_CASTLE, CaFiles.clockAt(CaFiles.NOW))
                        .open("other"))
                .hasMessage("est.ca.other.local.certificate: is not set");
    }

    @Test
    void an_unknown_key_is_refused_by_name() {
        Map<String, String> misspelled = new HashMap<>(GOOD);
        misspelled.put("est.ca.factory.local.pasword", "x");

        assertThatThrownBy(() -> config(misspelled))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("est.ca.factory.local.pasword");
    }

    @Test
    void a_missing_certificate_is_refused_by_name() {
        Map<String, String> half = new HashMap<>(GOOD);
        half.remove("est.ca.factory.local.certificate");

        assertThatThrownBy(() -> config(half))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("est.ca.factory.local.certificate");
    }

    @Test
    void settings_are_reachable_as_environment_variables() {
        SmallRyeConfig config = builder()
                .withSources(new EnvConfigSource(
                        Map.of(
                                "EST_CA_FACTORY_TYPE", "local",
                                "EST_CA_FACTORY_LOCAL_CERTIFICATE", "/ca.p12",
                                "EST_CA_FACTORY_LOCAL_PASSWORD_FILE", "/password"),
                        300))
                .build();
        LocalCaSettings.Local local = config.getConfigMapping(LocalCaSettings.class)
                .authorities()
                .get("factory")
                .local()
                .orElseThrow();

        assertThat(local.certificate()).isEqualTo(Path.of("/ca.p12"));
        assertThat(local.passwordFile()).contains(Path.of("/password"));
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return builder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(LocalCaSettings.class)
                .withMapping(Types.class);
    }
}
