package est.start;

import static org.assertj.core.api.Assertions.assertThat;

import est.WrittenTests;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of ours that Quarkus itself reads, under its own names. */
class QuarkusSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "est.console.enabled, true, quarkus.http.host-enabled",
        "est.console.host, 192.0.2.1, quarkus.http.host",
        "est.console.port, 9999, quarkus.http.ssl-port",
        "est.console.tls-configuration-name, office, quarkus.http.tls-configuration-name",
        "est.database.username, worker, quarkus.datasource.username",
        "est.database.password, canary, quarkus.datasource.password",
        "est.database.url, postgresql://db/est, quarkus.datasource.reactive.url",
        "est.database.owner.username, keeper, quarkus.flyway.username",
        "est.database.owner.password, canary, quarkus.flyway.password"
    })
    void what_is_set_reaches_quarkus(String setting, String value, String property) throws IOException {
        var shipped = WrittenTests.root().resolve("est-api/src/main/resources/application.properties");
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(shipped.toUri().toURL(), 100))
                .withSources(new PropertiesConfigSource(Map.of(setting, value), "operator", 200))
                .build();
        assertThat(config.getValue(property, String.class)).isEqualTo(value);
    }
}
