package est.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Tells whether any of several files has changed by what they hold: Kubernetes swaps links, and copies keep their times. */
final class FileDigest {

    private FileDigest() {}

    /** The same text for the same files with the same contents; a file that cannot be read has contents of its own. */
    static String of(Set<Path> files) {
        StringBuilder digests = new StringBuilder();
        files.stream()
                .sorted()
                .forEach(file ->
                        digests.append(file).append(' ').append(of(file)).append('\n'));
        return HexFormat.of().formatHex(sha256().digest(digests.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String of(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            return "unreadable";
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
