package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenSettingsTest {
    @TempDir
    private Path directory;

    @Test
    void with_nothing_given_everything_is_made_up() {
        assertThat(given(Map.of("PATH", "/bin", "EST_LABEL_DEFAULT_PROFILE", "device"))
                        .areComplete())
                .isFalse();
    }

    @Test
    void with_database_and_ca_given_nothing_is_made_up() {
        assertThat(given(Map.of("EST_DATABASE_URL", "postgresql://db/est", "EST_CA_FACTORY_TYPE", "vault"))
                        .areComplete())
                .isTrue();
    }

    @Test
    void a_database_without_a_ca_names_the_missing_property() {
        GivenSettings given = given(Map.of("EST_DATABASE_URL", "postgresql://db/est"));
        assertThatThrownBy(given::areComplete)
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("est.ca.<name>.type is missing");
    }

    @Test
    void a_ca_without_a_database_names_the_missing_property() {
        GivenSettings given = given(Map.of("EST_CA_FACTORY_TYPE", "vault"));
        assertThatThrownBy(given::areComplete)
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("est.database.url is missing");
    }

    @Test
    void a_database_password_without_its_url_is_not_ignored() {
        GivenSettings given = given(Map.of("EST_DATABASE_PASSWORD", "x"));
        assertThatThrownBy(given::areComplete).hasMessageStartingWith("est.database.url is missing");
    }

    @Test
    void system_properties_count() {
        Properties system = new Properties();
        system.setProperty("est.database.url", "postgresql://db/est");
        assertThat(GivenSettings.in(Map.of(), system, directory).has("est.database.url"))
                .isTrue();
    }

    @Test
    void the_configuration_file_counts_with_and_without_profile() throws IOException {
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(
                directory.resolve("config").resolve("application.properties"),
                "est.ca.factory.type=local\n%prod.est.database.url=postgresql://db/est\n");
        assertThat(given(Map.of()).areComplete()).isTrue();
    }

    @Test
    void the_env_file_counts() throws IOException {
        Files.writeString(directory.resolve(".env"), "EST_DATABASE_URL=postgresql://db/est\n");
        assertThat(given(Map.of()).has("est.database.url")).isTrue();
    }

    @Test
    void files_named_by_configuration_locations_count() throws IOException {
        Path more = Files.createDirectory(directory.resolve("more"));
        Files.writeString(more.resolve("application.properties"), "est.database.url=postgresql://db/est\n");
        Path single = Files.writeString(directory.resolve("ca.properties"), "est.ca.factory.type=local\n");
        assertThat(given(Map.of("SMALLRYE_CONFIG_LOCATIONS", more + "," + single.toUri()))
                        .areComplete())
                .isTrue();
    }

    private GivenSettings given(Map<String, String> environment) {
        return GivenSettings.in(environment, new Properties(), directory);
    }
}
