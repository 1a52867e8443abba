package est.start;

import static org.assertj.core.api.Assertions.assertThat;

import est.policy.LabelSettings;
import est.policy.ProfileSettings;
import est.record.DatabaseSettings;
import est.start.SettingsInForce.Setting;
import est.start.preset.PresetExpansion;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators are shown of the settings. */
class SettingsInForceTest {

    private static final Map<String, String> GIVEN = Map.of(
            "est.database.url", "postgresql://eve:hunter2@localhost/est?password=hunter2",
            "est.database.username", "est_app",
            "est.database.password", "hunter2",
            "est.database.owner.username", "est_owner",
            "est.database.owner.password", "hunter2",
            "est.label.studio.preset", "nmos",
            "est.profile.nmos.validity", "7d");

    private final List<Setting> shown = SettingsInForce.in(
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withInterceptors(new PresetExpansion())
                    .withMapping(DatabaseSettings.class)
                    .withMapping(LabelSettings.class)
                    .withMapping(ProfileSettings.class)
                    .withSources(new PropertiesConfigSource(GIVEN, "/etc/est.properties", 260))
                    .build(),
            Set.of(DatabaseSettings.class, LabelSettings.class, ProfileSettings.class));

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
        assertThat(setting("est.database.password").value()).isEqualTo("(not shown)");
        assertThat(shown).noneMatch(each -> each.value().contains("hunter2"));
    }
}
