package est.start;

import static org.assertj.core.api.Assertions.assertThat;

import est.WrittenTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is what the sources say. With {@code -Dpage.write=true} it is written. */
class ConfigurationPageTest {

    private final Path root = WrittenTests.root();
    private final ConfigurationPage page;

    ConfigurationPageTest() throws IOException {
        this.page = new ConfigurationPage(root);
    }

    @Test
    void the_page_is_up_to_date() throws IOException {
        Path file = root.resolve("docs/configuration.md");
        if (Boolean.getBoolean("page.write")) {
            Files.writeString(file, page.text());
        }
        assertThat(Files.readString(file))
                .as("out of date: run again with -Dpage.write=true and commit docs/configuration.md")
                .isEqualTo(page.text());
    }

    @Test
    void every_setting_is_described() {
        assertThat(page.settings()).hasSizeGreaterThan(100).allSatisfy(setting -> assertThat(setting.meaning())
                .as(setting.name())
                .isNotBlank());
    }

    @Test
    void I_10_whatever_sounds_like_a_secret_is_one_or_names_a_file() {
        assertThat(page.settings())
                .filteredOn(setting -> setting.name().matches(".*(password|secret|token)(?!s?-file|.*-file).*"))
                .isNotEmpty()
                .allSatisfy(
                        setting -> assertThat(setting.type()).as(setting.name()).isEqualTo("secret"));
    }
}
