package est.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import est.record.RegisteredDevice;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A registered device as the API shows it.
 *
 * @param id names it
 * @param kind what {@code identifier} is: serial, fingerprint or pattern
 * @param identifier which device, or devices
 * @param state active, pending or disabled
 * @param label the only label it counts at; absent: every one
 * @param attributes for subject templates
 * @param changedAt when somebody changed it last
 * @param changedBy who
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeviceShown(
        UUID id,
        String kind,
        String identifier,
        String state,
        Optional<String> label,
        Map<String, String> attributes,
        Instant changedAt,
        String changedBy)
        implements Page.Item {

    static DeviceShown of(RegisteredDevice device) {
        RegisteredDevice.Entry entry = device.entry();
        return new DeviceShown(
                device.id(),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.identifier(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.label(),
                entry.attributes(),
                device.changedAt(),
                device.changedBy());
    }
}
