package est.start.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.policy.LabelPreset;
import est.policy.LabelSettings;
import est.policy.ProfileSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What presets make of settings, before anybody judges them. */
class PresetExpansionTest {

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(LabelSettings.class)
                .withMapping(ProfileSettings.class)
                .withInterceptors(new PresetExpansion());
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return builder()
                .withSources(new PropertiesConfigSource(settings, "operator", 260))
                .build();
    }

    private static LabelSettings.Entry label(SmallRyeConfig config, String name) {
        return config.getConfigMapping(LabelSettings.class).labels().get(name);
    }

    private static ProfileSettings.Profile profile(SmallRyeConfig config, String name) {
        return config.getConfigMapping(ProfileSettings.class).profiles().get(name);
    }

    private static Stream<Arguments> lines() {
        return Stream.of(LabelPreset.values()).flatMap(preset -> Presets.settings(preset).entrySet().stream()
                .map(line -> Arguments.of(preset, line.getKey(), line.getValue())));
    }

    private static String property(String line, String label, String profile) {
        return line.startsWith(Presets.OF_LABEL)
                ? "est.label." + label + "." + line.substring(Presets.OF_LABEL.length())
                : "est.profile." + profile + "." + line.substring(Presets.OF_PROFILE.length());
    }

    /** A line that is no setting would refuse the mapping. */
    @ParameterizedTest
    @MethodSource("lines")
    void a_line_of_a_preset_is_the_value_of_a_setting(LabelPreset preset, String line, String value) {
        String name = Presets.name(preset);
        SmallRyeConfig config = config(Map.of("est.label.studio.preset", name));
        assertThat(config.getConfigValue(property(line, "studio", name)).getValue())
                .isEqualTo(value);
        assertThat(config.getConfigValue(property(line, "studio", name)).getConfigSourceName())
                .isEqualTo("preset " + name + " of studio");
    }

    @ParameterizedTest
    @MethodSource("lines")
    void what_the_operator_sets_counts_more(LabelPreset preset, String line, String value) {
        String name = Presets.name(preset);
        String property = property(line, "studio", name);
        // a value that fits any of them, spelled differently
        String other = value.equals("true") ? "false" : value.equals("false") ? "true" : value + " ";
        SmallRyeConfig config = config(Map.of("est.label.studio.preset", name, property, other));
        assertThat(config.getConfigValue(property).getConfigSourceName()).contains("operator");
    }

    @Test
    void rfc7030_is_what_a_label_without_preset_does() {
        SmallRyeConfig config = config(Map.of("est.label.named.preset", "rfc7030", "est.label.plain.ca", "main"));
        Presets.settings(LabelPreset.RFC7030).forEach((line, value) -> assertThat(
                        config.getConfigValue(property(line, "plain", "device")).getValue())
                .as(line)
                .isEqualTo(value));
        assertThat(label(config, "plain").profile()).isEqualTo("device");
        assertThat(label(config, "named").profile()).isEqualTo("rfc7030");
    }

    @Test
    void a_profile_that_the_label_names_gets_what_the_preset_says_of_profiles() {
        SmallRyeConfig config = config(Map.of("est.label.ward.preset", "wifi", "est.label.ward.profile", "pumps"));
        assertThat(label(config, "ward").profile()).isEqualTo("pumps");
        assertThat(profile(config, "pumps").usageRule().extendedKeyUsages()).containsExactly("clientAuth");
        assertThat(profile(config, "wifi").usageRule().extendedKeyUsages()).hasSize(2);
    }

    @Test
    void a_list_that_the_operator_writes_element_by_element_counts_more() {
        SmallRyeConfig config = config(Map.of("est.label.studio.preset", "nmos", "est.profile.nmos.keys[0]", "P-256"));
        assertThat(profile(config, "nmos").keyRule().keys()).isEqualTo(Set.of("P-256"));
    }

    @Test
    void environment_variables_name_a_preset_and_count_more_than_it() {
        SmallRyeConfig config = builder()
                .withSources(new EnvConfigSource(
                        Map.of("EST_LABEL_STUDIO_PRESET", "nmos", "EST_PROFILE_NMOS_VALIDITY", "7d"), 300))
                .build();
        assertThat(label(config, "studio").authentication()).isEqualTo("certificate");
        assertThat(profile(config, "nmos").validityRule().validity()).hasDays(7);
    }

    @Test
    void a_preset_in_a_file_named_by_smallrye_config_locations_counts(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("labels.properties"), "est.label.studio.preset=nmos\n");
        SmallRyeConfig config = builder()
                .addDiscoveredSources()
                .withSources(new PropertiesConfigSource(
                        Map.of("smallrye.config.locations", file.toUri().toString()), "operator", 260))
                .build();
        assertThat(label(config, "studio").authentication()).isEqualTo("certificate");
    }

    @Test
    void I_13_an_unknown_preset_is_refused_by_its_property() {
        assertThatThrownBy(() -> config(Map.of("est.label.studio.preset", "nmso")))
                .hasMessageContaining("est.label.studio.preset");
    }

    @ParameterizedTest
    @EnumSource(LabelPreset.class)
    void every_preset_says_who_may_enroll_and_for_what(LabelPreset preset) {
        assertThat(Presets.settings(preset).keySet())
                .containsAll(List.of("label.authentication", "profile.extended-key-usages"));
    }
}
