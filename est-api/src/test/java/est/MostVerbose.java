package est;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Every logger says everything it has to say, into a file; the categories that are quiet by default included. */
public final class MostVerbose implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.log.min-level", "ALL",
                "quarkus.log.level", "ALL",
                "quarkus.log.console.level", "ERROR",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.level", "ALL",
                "quarkus.log.file.rotation.max-file-size", "1G",
                "quarkus.log.category.\"org.hibernate.orm.jdbc.error\".level", "ALL",
                "quarkus.log.category.\"io.smallrye.health\".level", "ALL",
                "quarkus.log.category.\"io.micrometer.core.instrument.MeterRegistry\".level", "ALL");
    }
}
