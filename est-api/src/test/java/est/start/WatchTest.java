package est.start;

import static est.start.Watch.Result.APPLIED;
import static est.start.Watch.Result.REFUSED;
import static est.start.Watch.Result.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    private final Part part = new Part();
    private final Watch watch = new Watch(part, "1");

    @TempDir
    Path directory;

    /** A part that is told what its files hold. */
    private static final class Part implements Replaceable {
        private String contents = "1";
        private boolean valid = true;
        private int replaced;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public String contents() {
            return contents;
        }

        @Override
        public void replace() {
            if (!valid) {
                throw new IllegalArgumentException("est.test: wrong");
            }
            replaced++;
        }
    }

    @Test
    void what_has_not_changed_is_left_alone() {
        assertThat(watch.look()).isEqualTo(UNCHANGED);
        assertThat(watch.look()).isEqualTo(UNCHANGED);
        assertThat(part.replaced).isZero();
    }

    @Test
    void a_change_counts_once_and_when_two_looks_saw_the_same() {
        part.contents = "half";
        assertThat(watch.look()).isEqualTo(UNCHANGED);
        part.contents = "whole";
        assertThat(watch.look()).isEqualTo(UNCHANGED);
        assertThat(watch.look()).isEqualTo(APPLIED);
        assertThat(watch.look()).isEqualTo(UNCHANGED);
        assertThat(part.replaced).isEqualTo(1);
    }

    @Test
    void F_38_what_was_refused_is_tried_again_when_it_changes_and_not_before() {
        part.contents = "2";
        part.valid = false;
        watch.look();
        assertThat(watch.look()).isEqualTo(REFUSED);
        assertThat(watch.look()).isEqualTo(UNCHANGED);
        part.contents = "3";
        part.valid = true;
        watch.look();
        assertThat(watch.look()).isEqualTo(APPLIED);
    }

    @Test
    void F_38_going_back_to_what_was_in_force_is_a_change_too() {
        part.contents = "2";
        part.valid = false;
        watch.look();
        watch.look();
        part.contents = "1";
        part.valid = true;
        watch.look();
        assertThat(watch.look()).isEqualTo(APPLIED);
    }

    @Test
    void contents_count_and_neither_times_nor_links() throws IOException {
        Path one = Files.writeString(
                Files.createDirectory(directory.resolve("one")).resolve("file"), "same");
        Path two = Files.writeString(
                Files.createDirectory(directory.resolve("two")).resolve("file"), "same");
        Path current = Files.createSymbolicLink(directory.resolve("current"), one.getParent());
        Set<Path> watched = Set.of(current.resolve("file"));
        String before = FileDigest.of(watched);

        swap(current, two.getParent());
        assertThat(FileDigest.of(watched)).isEqualTo(before);
        Files.writeString(two, "other");
        assertThat(FileDigest.of(watched)).isNotEqualTo(before);
        swap(current, one.getParent());
        assertThat(FileDigest.of(watched)).isEqualTo(before);
        Files.delete(one);
        assertThat(FileDigest.of(watched)).isNotEqualTo(before);
    }

    /** As Kubernetes replaces what a mounted ConfigMap or Secret holds. */
    private void swap(Path link, Path target) throws IOException {
        Path next = Files.createSymbolicLink(directory.resolve("next"), target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
