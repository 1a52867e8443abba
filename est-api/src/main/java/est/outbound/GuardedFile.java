package est.outbound;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that holds a secret shared with a party: its owner reads it, its group perhaps, and nobody else. */
public final class GuardedFile {

    private static final Set<PosixFilePermission> FORBIDDEN =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private GuardedFile() {}

    /**
     * Looks at the permissions of a file, where the file system has them.
     *
     * @param property what names the file, for the message
     * @throws IllegalArgumentException naming the property, if others could read or change it
     * @throws IOException if there is no such file
     */
    public static void require(String property, Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
            throw new IllegalArgumentException(property + ": " + file + " is open to others ("
                    + PosixFilePermissions.toString(permissions) + "); set mode 0400, 0600 or 0440");
        }
    }
}
