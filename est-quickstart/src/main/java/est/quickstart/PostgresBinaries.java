package est.quickstart;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path.
 *
 * @param home holds bin, lib and share
 */
record PostgresBinaries(Path home) {
    private static final long PROGRAM_DEADLINE_SECONDS = 120;

    /** Unpacks the programs below {@code directory} unless this very version lies there already. */
    static PostgresBinaries unpackedBelow(Path directory) throws IOException {
        String archive = archiveName();
        byte[] packed;
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new CannotStart("no embedded PostgreSQL for this platform (" + archive.substring(1)
                        + " is not on the class path): give a database of your own with EST_DATABASE_URL");
            }
            packed = in.readAllBytes();
        }
        Path home = directory.resolve("postgres-" + digest(packed).substring(0, 16));
        if (Files.notExists(home)) {
            Files.createDirectories(directory);
            Path draft = Files.createTempDirectory(directory, "unpacking-");
            unpack(packed, draft);
            moveIntoPlace(draft, home);
        }
        return new PostgresBinaries(home);
    }

    private static String archiveName() {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch", "");
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        return "/postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    private static void unpack(byte[] packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(packed)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry outside of the archive");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    boolean runs = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static void moveIntoPlace(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            // another process unpacked the same version meanwhile: its copy is as good
            Directories.delete(draft);
        }
    }

    /**
     * Runs one program to its end.
     *
     * @param output where it writes, also what a server it leaves behind writes
     * @return its exit status
     */
    int run(Path output, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (OwnDirectory.userId() == 0) {
            // PostgreSQL refuses to run as root; in a user namespace without mapping it sees an ordinary user
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        try {
            if (process.waitFor(PROGRAM_DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new CannotStart(program + " did not end within " + PROGRAM_DEADLINE_SECONDS + " s, see " + output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while waiting for " + program, e);
        }
    }

    /** Refuses to go on where PostgreSQL could not run at all. */
    static void requireRunnable() throws IOException {
        if (OwnDirectory.userId() != 0) {
            return;
        }
        try {
            Process probe = new ProcessBuilder("unshare", "--user", "true")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (probe.waitFor() == 0 && said.isEmpty()) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // no such program: the same answer
        }
        throw new CannotStart("PostgreSQL does not run as root and this machine forbids user namespaces: "
                + "run as an ordinary user, or give a database of your own with EST_DATABASE_URL");
    }
}
