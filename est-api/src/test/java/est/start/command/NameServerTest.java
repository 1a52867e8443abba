package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code dns-sd --server} against BIND, which nobody here wrote; skipped where it is not installed. */
class NameServerTest {

    private static final String SECRET = "c3R1ZGlvLXNlY3JldC1zdHVkaW8tc2VjcmV0ISE=";
    private static final String TYPE = "_nmos-certs._tcp.studio.example.";
    private static final String INSTANCE = "est-studio." + TYPE;

    @TempDir
    Path directory;

    private BindServer bind;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        bind = BindServer.start(directory, "studio.example", "est", SECRET);
    }

    @AfterEach
    void stop() {
        if (bind != null) {
            bind.close();
        }
    }

    @Test
    void devices_find_the_server_after_an_update() throws IOException {
        assertThat(send("--label", "studio", "--priority", "10")).isZero();

        assertThat(bind.ask(TYPE, "PTR")).containsExactly(INSTANCE);
        assertThat(bind.ask(INSTANCE, "SRV")).containsExactly("10 0 8443 est.studio.example.");
        assertThat(bind.ask(INSTANCE, "TXT")).containsExactly("\"pri=10\" \"api_selector=studio\"");
        assertThat(bind.ask("b._dns-sd._udp.studio.example.", "PTR")).containsExactly("studio.example.");
        assertThat(out.toString()).contains(INSTANCE + " 120 IN SRV 10 0 8443 est.studio.example.");
    }

    @Test
    void a_second_update_replaces_its_own_records_and_leaves_those_of_others() throws IOException {
        assertThat(send("--label", "other")).isZero();
        assertThat(send("--label", "studio", "--port", "8443")).isZero();
        assertThat(send("--label", "studio", "--port", "9443")).isZero();
        assertThat(send("--label", "studio", "--port", "9443")).isZero();

        assertThat(bind.ask(TYPE, "PTR")).containsExactlyInAnyOrder(INSTANCE, "est-other." + TYPE);
        assertThat(bind.ask(INSTANCE, "SRV")).containsExactly("0 0 9443 est.studio.example.");
        assertThat(bind.ask("est-other." + TYPE, "SRV")).containsExactly("0 0 8443 est.studio.example.");
    }

    @Test
    void a_domain_inside_a_zone_is_updated_in_the_zone() throws IOException {
        assertThat(run("--domain", "hall.studio.example", "--zone", "studio.example"))
                .isZero();

        assertThat(bind.ask("_nmos-certs._tcp.hall.studio.example.", "PTR"))
                .containsExactly("est._nmos-certs._tcp.hall.studio.example.");
    }

    @Test
    void I_10_a_wrong_secret_changes_nothing_and_is_not_shown() throws IOException {
        String wrong = SECRET.replace("c3R1", "d3R1");
        bind.writeKey("est", wrong);

        assertThat(send("--label", "studio")).isEqualTo(1);

        assertThat(err.toString()).startsWith("est: ").contains("(BADSIG)").doesNotContain(wrong);
        assertThat(bind.ask(TYPE, "PTR")).isEmpty();
    }

    @Test
    void a_key_the_server_does_not_know_changes_nothing() throws IOException {
        bind.writeKey("stranger", SECRET);

        assertThat(send()).isEqualTo(1);
        assertThat(err.toString()).contains("(BADKEY)");
    }

    @Test
    void a_key_that_may_not_change_the_zone_is_refused() throws IOException {
        bind.writeKey("reader", SECRET);

        assertThat(send()).isEqualTo(1);
        assertThat(err.toString()).contains("the key reader may not change studio.example (REFUSED)");
    }

    @Test
    void a_zone_of_another_server_is_refused() throws IOException {
        assertThat(run("--domain", "hall.example")).isEqualTo(1);
        assertThat(err.toString()).contains("(NOTAUTH)");
    }

    private int send(String... more) {
        return run(Stream.concat(Stream.of("--domain", "studio.example"), Arrays.stream(more))
                .toArray(String[]::new));
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(
                List.of("--server", bind.place(), "--key-file", bind.keyFile().toString()));
        return new CommandLine(new DnsSdCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(OperatorCommands::explain)
                .execute(arguments.toArray(String[]::new));
    }
}
