package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionKeyTest {

    private static final String SECRET = "c3R1ZGlvLXNlY3JldC1zdHVkaW8tc2VjcmV0ISE=";
    private static final String GOOD = "key \"est\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };";

    @TempDir
    Path directory;

    @Test
    void the_file_of_tsig_keygen_is_read_comments_and_all() throws IOException {
        TransactionKey key = read("# ours\n// for the studio\n" + GOOD + "\n", "rw-r-----");

        assertThat(key.name()).isEqualTo("est");
    }

    @Test
    void I_10_neither_its_text_nor_a_complaint_holds_the_secret() throws IOException {
        assertThat(read(GOOD, "rw-------").toString()).isEqualTo("key est").doesNotContain(SECRET);
        assertThatThrownBy(() -> read(GOOD.replace("hmac-sha256", "hmac-md5"), "rw-------"))
                .hasMessageContaining("algorithm")
                .message()
                .doesNotContain(SECRET);
        assertThatThrownBy(() -> read(GOOD.replace(SECRET, SECRET + "*"), "rw-------"))
                .hasMessageContaining("base64")
                .hasNoCause()
                .message()
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                SECRET,
                "key \"est\" { algorithm hmac-sha256; };",
                "key \"est\" { algorithm hmac-md5; secret \"" + SECRET + "\"; };",
                "key \"est\" { algorithm hmac-sha256; secret \"c2hvcnQ=\"; };",
                "key \"a..b\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };",
                GOOD + GOOD
            })
    void what_is_no_key_is_refused_by_the_option(String content) {
        assertThatThrownBy(() -> read(content, "rw-------"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--key-file: " + directory);
    }

    @Test
    void a_file_that_others_can_read_is_refused() {
        assertThatThrownBy(() -> read(GOOD, "rw-r--r--")).hasMessageContaining("open to others");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> TransactionKey.read("--key-file", directory.resolve("absent")))
                .hasMessageContaining("absent cannot be read");
    }

    private TransactionKey read(String content, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("tsig.key"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return TransactionKey.read("--key-file", file);
    }
}
