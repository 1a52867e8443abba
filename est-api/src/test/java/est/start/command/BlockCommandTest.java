package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.IssuedCount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class BlockCommandTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    OperatorCommands commands;

    @Inject
    IssuedCount database;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return commands.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path list(List<String> lines) throws IOException {
        return Files.write(directory.resolve("weak.txt"), lines);
    }

    private static String digest() {
        byte[] digest = new byte[32];
        RANDOM.nextBytes(digest);
        return HexFormat.of().formatHex(digest);
    }

    private boolean isBlocked(String digest) {
        return database.number(
                        "select count(*) from est.blocked_key where spki_sha256 = decode('" + digest + "', 'hex')")
                == 1;
    }

    @Test
    void T_14_one_key_is_blocked_by_its_digest() {
        String digest = digest();
        String withColons = digest.replaceAll("(..)(?!$)", "$1:").toUpperCase(Locale.ROOT);

        assertThat(run("block", "--spki", withColons)).isZero();

        assertThat(isBlocked(digest)).isTrue();
        assertThat(out.toString().strip()).isEqualTo("1 keys read, 1 of them new");
    }

    @Test
    void T_14_a_list_is_loaded_and_loading_it_again_changes_nothing() throws IOException {
        List<String> digests =
                Stream.generate(BlockCommandTest::digest).limit(2_500).toList();
        Path file = list(Stream.concat(Stream.of("# weak keys", "", "  "), digests.stream())
                .toList());

        assertThat(run("block", file.toString())).isZero();
        assertThat(run("block", file.toString())).isZero();

        assertThat(out.toString().lines())
                .containsExactly("2500 keys read, 2500 of them new", "2500 keys read, 0 of them new");
        assertThat(digests).allMatch(this::isBlocked);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void T_14_a_bad_line_is_named_and_what_stands_before_it_is_blocked() throws IOException {
        String first = digest();
        String last = digest();
        Path file = list(List.of(first, first.substring(1), last));

        assertThat(run("block", file.toString())).isEqualTo(1);

        assertThat(err.toString().strip()).startsWith("est: line 2 of " + file).hasLineCount(1);
        assertThat(isBlocked(first)).isTrue();
        assertThat(isBlocked(last)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "block --spki 00ff", "block --spki zz", "block weak.txt --spki 00"})
    void wrong_usage_is_exit_code_2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_one_line_and_exit_code_1() {
        assertThat(run("block", "nosuchfile")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("est: cannot read nosuchfile");
    }
}
