package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DnsSdCommandTest {

    private static final int WRONG_USE = CommandLine.ExitCode.USAGE;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void without_a_server_the_zone_file_is_printed() {
        assertThat(run("--domain", "studio.example")).isZero();
        assertThat(out.toString())
                .contains("est._nmos-certs._tcp.studio.example. 120 IN SRV 0 0 8443 est.studio.example.");
    }

    @Test
    void the_zone_of_an_update_may_be_above_the_domain() {
        assertThat(run("--domain", "hall.studio.example", "--zone", "Studio.example", "--nsupdate"))
                .isZero();
        assertThat(out.toString()).startsWith("zone Studio.example.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--domain studio.example --zone other.example",
                "--domain studio.example --zone dio.example",
                "--domain studio.example --server 127.0.0.1",
                "--domain studio.example --key-file tsig.key",
                "--domain studio.example --nsupdate --server 127.0.0.1 --key-file tsig.key",
                "--domain studio.example --server a:b:c --key-file tsig.key",
                "--domain studio.example --server 127.0.0.1:99999 --key-file tsig.key",
                "--domain studio.example --server me@127.0.0.1 --key-file tsig.key",
                "--domain studio.example --server 127.0.0.1/zone --key-file tsig.key",
            })
    void wrong_use_is_explained(String line) {
        assertThat(run(line.split(" "))).isEqualTo(WRONG_USE);
        assertThat(err.toString()).isNotEmpty();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_key_file_that_is_not_there_is_one_line() {
        Path absent = directory.resolve("absent.key");

        assertThat(run("--domain", "studio.example", "--server", "[::1]:5353", "--key-file", absent.toString()))
                .isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).isEqualToIgnoringNewLines("est: --key-file: " + absent + " cannot be read");
    }

    private int run(String... arguments) {
        return new CommandLine(new DnsSdCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(OperatorCommands::explain)
                .execute(arguments);
    }
}
