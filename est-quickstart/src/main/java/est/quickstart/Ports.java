package est.quickstart;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the server will listen, as far as environment and system properties say; else where it does by default.
 *
 * @param door the port of the EST door
 * @param management the port of health and metrics
 */
record Ports(String door, String management) {

    static Ports in(Map<String, String> environment, Properties system) {
        return new Ports(
                given(environment, system, "est.door.port", "EST_DOOR_PORT").orElse("8443"),
                given(environment, system, "quarkus.management.port", "QUARKUS_MANAGEMENT_PORT")
                        .orElse("9000"));
    }

    private static Optional<String> given(
            Map<String, String> environment, Properties system, String property, String variable) {
        return Optional.ofNullable(system.getProperty(property))
                .or(() -> Optional.ofNullable(environment.get(variable)));
    }
}
