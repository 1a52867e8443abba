package est.console;

import java.util.UUID;

/**
 * A device that has just been registered.
 *
 * @param id names it from now on
 */
public record DeviceAdded(UUID id) {}
