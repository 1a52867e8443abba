package est.ca.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file with a secret that somebody else writes and replaces: a secret id, a token, a JWT. Read anew each time, bounded.
 *
 * @param path where it is
 * @param property the setting that names it
 * @param guarded whether it must be closed to others; the token Kubernetes projects is not
 */
record SecretFile(Path path, Property property, boolean guarded) {

    private static final int MAX_OCTETS = 64 << 10;

    private static final Set<PosixFilePermission> FORBIDDEN =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    /**
     * The first line. Blocks.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if there is none, or others could read or replace it
     */
    Secret read() {
        try (InputStream file = Files.newInputStream(path)) {
            requireGuarded();
            byte[] content = file.readNBytes(MAX_OCTETS + 1);
            String line = new String(content, StandardCharsets.UTF_8).strip();
            if (line.isEmpty() || content.length > MAX_OCTETS || line.chars().anyMatch(each -> each < 0x20)) {
                throw property.defective(path + " must hold one line of text");
            }
            return new Secret(line);
        } catch (IOException e) {
            throw property.defective(path + " cannot be read", e);
        }
    }

    private void requireGuarded() throws IOException {
        if (!guarded || !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
            throw property.defective(path + " is open to others (" + PosixFilePermissions.toString(permissions)
                    + "); set mode 0400, 0600 or 0440");
        }
    }
}
