package est.record;

import java.util.List;
import java.util.Optional;

/**
 * What entries of the registry can know a device by. The array is not copied.
 *
 * @param fingerprint SHA-256 of the certificate that it shows
 * @param serialNumbers its serial numbers and its name, in canonical form
 * @param name its name, in canonical form: what patterns are about
 */
public record DeviceKeys(Optional<byte[]> fingerprint, List<String> serialNumbers, Optional<String> name) {

    /** Copies the list. */
    public DeviceKeys {
        serialNumbers = List.copyOf(serialNumbers);
    }
}
