package est.quickstart;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A directory that belongs to the user who runs us, and the files in it. Stateless, hence thread-safe. */
final class OwnDirectory {
    private static final String LOCK = "lock";

    private OwnDirectory() {}

    /** The numeric id of the user who runs us; the name is useless in containers without a passwd entry. */
    static long userId() {
        return new UnixSystem().getUid();
    }

    /** Makes the directory, readable by its owner alone, unless it exists; refuses another user's. */
    static Path claim(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            if (Files.notExists(absolute)) {
                Path parent = absolute.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Object owner = Files.getAttribute(absolute, "unix:uid");
            if (((Number) owner).longValue() != userId()) {
                throw new CannotStart(absolute + " belongs to user "
                        + Files.getOwner(absolute).getName()
                        + ": run as that user, or name another directory with EST_DATA");
            }
            if (!Files.isDirectory(absolute)) {
                throw new CannotStart(absolute + " is not a directory: name another with EST_DATA");
            }
            return absolute;
        } catch (AccessDeniedException e) {
            throw new CannotStart("cannot write " + e.getFile() + ": name a directory of your own with EST_DATA", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the directory's lock, which ends with this process, however it ends; empty when another process has it. */
    static Optional<FileLock> lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(lock);
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same answer
        }
        channel.close();
        return Optional.empty();
    }

    /** Writes a file that only its owner reads, whole or not at all, also across a power cut. */
    static void writeSecret(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
