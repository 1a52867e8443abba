package est.ca.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Reads the files an operator names: bounded in size, and those with secrets only if they are guarded. */
final class MaterialFile {

    private static final int MAX_OCTETS = 1 << 20;

    private static final Set<PosixFilePermission> FORBIDDEN = Set.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.GROUP_WRITE);

    private MaterialFile() {}

    /**
     * The content of a file.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if it cannot be read, is empty or too long
     */
    static byte[] read(Path path, Property property) {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] content = file.readNBytes(MAX_OCTETS + 1);
            if (content.length == 0) {
                throw property.defective(path + " is empty");
            }
            if (content.length > MAX_OCTETS) {
                throw property.defective(path + " is longer than 1 MiB");
            }
            return content;
        } catch (IOException e) {
            throw property.defective(path + " cannot be read", e);
        }
    }

    /**
     * The content of a file that holds a secret. The group may read it: Kubernetes mounts secrets with mode 0440.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} also if others can read it, or group or others can write it
     */
    static byte[] readSecret(Path path, Property property) {
        requireGuarded(path, property);
        return read(path, property);
    }

    private static void requireGuarded(Path path, Property property) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
                throw property.defective(path + " is open to others (" + PosixFilePermissions.toString(permissions)
                        + "); set mode 0400, 0600 or 0440");
            }
        } catch (IOException e) {
            throw property.defective(path + " cannot be read", e);
        }
    }
}
