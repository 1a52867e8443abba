package est.start;

import static org.assertj.core.api.Assertions.assertThat;

import est.WrittenTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of tests is the index of docs/configuration.md. */
class SettingProofsTest {

    private final Path root = WrittenTests.root();
    private final SettingProofs proofs = new SettingProofs();

    @Test
    void every_setting_names_its_tests_and_no_other_does() throws IOException {
        Set<String> settings = new ConfigurationPage(root)
                .settings().stream().map(ConfigurationPage.Setting::name).collect(Collectors.toSet());
        assertThat(proofs.settings())
                .as("settings-proved-by.properties and the settings of the sources")
                .isEqualTo(settings);
    }

    @Test
    void every_setting_has_a_test_that_exists() throws IOException {
        WrittenTests written = WrittenTests.below(root);
        assertThat(proofs.settings())
                .isNotEmpty()
                .allSatisfy(setting ->
                        assertThat(proofs.of(setting)).as(setting).isNotEmpty().allMatch(written::has));
    }
}
