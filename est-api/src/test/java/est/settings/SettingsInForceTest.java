package est.settings;

import static org.assertj.core.api.Assertions.assertThat;

import est.decision.AuthorizerSettings;
import est.pki.SecretText;
import est.policy.LabelSettings;
import est.policy.ProfileSettings;
import est.record.DatabaseSettings;
import est.settings.SettingsInForce.Setting;
import est.start.preset.PresetExpansion;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators are shown of the settings. */
class SettingsInForceTest {

    private static final Map<String, String> GIVEN = Map.ofEntries(
            Map.entry("est.database.url", "postgresql://eve:hunter2@localhost/est?password=hunter2"),
            Map.entry("est.database.username", "est_app"),
            Map.entry("est.database.password", "hunter2"),
            Map.entry("est.database.owner.username", "est_owner"),
            Map.entry("est.database.owner.password", "hunter2"),
            Map.entry("est.ca.main.password", "hunter2"),
            Map.entry("est.ca.main.harmless", "hunter2"),
            Map.entry("est.authorizer.gate.url", "https://eve:hunter2@gate.example/decide?key=hunter2&site=hunter2"),
            Map.entry("est.label.studio.preset", "nmos"),
            Map.entry("est.profile.nmos.validity", "7d"));

    private static final Set<Class<?>> MAPPINGS = Set.of(
            AuthorizerSettings.class,
            DatabaseSettings.class,
            LabelSettings.class,
            LocalCa.class,
            ProfileSettings.class);

    private final SmallRyeConfig atStart = config(GIVEN);
    private final List<Setting> shown = SettingsInForce.in(atStart, atStart, MAPPINGS);

    /** As the providers of CAs have theirs, which are in modules of their own. */
    @ConfigMapping(prefix = "est.ca")
    interface LocalCa {
        @WithParentName
        Map<String, Entry> entries();

        interface Entry {
            Optional<SecretText> password();

            /** No name would tell. */
            Optional<SecretText> harmless();
        }
    }

    private static SmallRyeConfig config(Map<String, String> given) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withInterceptors(new PresetExpansion())
                .withSources(new PropertiesConfigSource(given, "/etc/est.properties", 260));
        MAPPINGS.forEach(builder::withMapping);
        return builder.build();
    }

    private Setting setting(String name) {
        return shown.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + shown));
    }

    @Test
    void each_says_where_it_is_from() {
        assertThat(setting("est.profile.nmos.validity"))
                .isEqualTo(new Setting("est.profile.nmos.validity", "7d", "/etc/est.properties"));
        assertThat(setting("est.label.studio.encoding"))
                .isEqualTo(new Setting("est.label.studio.encoding", "lines", "preset nmos of studio"));
        assertThat(setting("est.profile.nmos.backdating"))
                .isEqualTo(new Setting("est.profile.nmos.backdating", "5m", "default"));
    }

    @Test
    void what_nobody_named_is_shown_too() {
        assertThat(setting("est.label.default.profile").value()).isEqualTo("device");
        assertThat(setting("est.profile.device.validity").value()).isEqualTo("90d");
    }

    @Test
    void I_10_no_secret_is_shown() {
        for (String secret : List.of(
                "est.database.password",
                "est.database.owner.password",
                "est.ca.main.password",
                "est.ca.main.harmless")) {
            assertThat(setting(secret).value()).as(secret).isEqualTo("(not shown)");
        }
        assertThat(shown).noneMatch(each -> each.value().contains("hunter2"));
        assertThat(setting("est.authorizer.gate.url").value())
                .isEqualTo("https://(not shown)@gate.example/decide?key=(not shown)&site=(not shown)");
    }

    @Test
    void I_10_what_no_mapping_knows_is_not_shown() {
        assertThat(new SettingForms(MAPPINGS).isHidden("est.ca.main.pass-phrase"))
                .isTrue();
        assertThat(new SettingForms(MAPPINGS).isHidden("est.database.username")).isFalse();
    }

    @Test
    void I_13_what_was_reloaded_is_shown_and_what_waits_for_a_start_is_not() {
        Map<String, String> later = new HashMap<>(GIVEN);
        later.put("est.profile.nmos.validity", "8d");
        later.put("est.label.annex.profile", "nmos");
        later.put("est.database.username", "somebody");

        List<Setting> now = SettingsInForce.in(atStart, config(later), MAPPINGS);

        assertThat(now)
                .contains(new Setting("est.profile.nmos.validity", "8d", "/etc/est.properties"))
                .contains(new Setting("est.label.annex.profile", "nmos", "/etc/est.properties"))
                .contains(new Setting("est.label.annex.encoding", "auto", "default"))
                .contains(new Setting("est.database.username", "est_app", "/etc/est.properties"));
    }
}
