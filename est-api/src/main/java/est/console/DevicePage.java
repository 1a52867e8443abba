package est.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import est.record.RegisteredDevice;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Some of the registered devices, in the order in which they were added.
 *
 * @param items at most as many as were asked for
 * @param next what to give as {@code after} for those that follow; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DevicePage(List<DeviceShown> items, Optional<UUID> next) {

    /** Of one more than are shown, if there are as many. */
    static DevicePage of(List<RegisteredDevice> found, int limit) {
        List<DeviceShown> shown =
                found.stream().limit(limit).map(DeviceShown::of).toList();
        return new DevicePage(
                shown, found.size() > limit ? Optional.of(shown.get(limit - 1).id()) : Optional.empty());
    }
}
