package est.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What settings mean that name files and directories of files. */
final class SeveralFiles {

    private SeveralFiles() {}

    /**
     * The files, in order; for a directory those in it whose names do not begin with a dot: Kubernetes keeps its own there. A
     * directory that cannot be read stands for itself, and cannot be read as a file either.
     */
    static List<Path> in(Collection<Path> paths) {
        return paths.stream().flatMap(SeveralFiles::in).toList();
    }

    private static Stream<Path> in(Path path) {
        if (!Files.isDirectory(path)) {
            return Stream.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            return Stream.of(path);
        }
    }
}
