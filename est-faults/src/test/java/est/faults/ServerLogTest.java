package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    Path directory;

    private ServerLog log(String text) throws IOException {
        return new ServerLog(Files.writeString(directory.resolve("one.log"), text));
    }

    @Test
    void the_reason_of_a_violation_is_all_causes_and_no_stack_trace() throws IOException {
        ServerLog log = log("""
                2026-01-01 00:00:00,000 INFO  [a] (b) another
                2026-01-01 00:00:00,001 WARN  [a] (b) Request 0123456789abcdef: no record: the database cannot be used
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: cut
                \tat a.B.c(B.java:2)

                2026-01-01 00:00:00,002 INFO  [a] (b) a third
                """);

        assertThat(log.reasonOf("answered 503 no (reference 0123456789abcdef)"))
                .containsExactly(
                        "2026-01-01 00:00:00,001 WARN  [a] (b) Request 0123456789abcdef: no record: "
                                + "the database cannot be used",
                        "Caused by: java.io.IOException: cut");
    }

    @Test
    void a_violation_without_a_reference_has_no_reason_in_a_log() throws IOException {
        assertThat(log("2026-01-01 00:00:00,000 INFO  [a] (b) anything\n").reasonOf("nothing answered"))
                .isEmpty();
    }

    @Test
    void a_failed_probe_is_told_of() throws IOException {
        assertThat(log("2026-01-01 00:00:00,000 ERROR [io.smallrye.health] (b) Error processing Health Checks: no\n")
                        .complaints())
                .containsExactly("a health check failed by itself");
    }

    @Test
    void a_stack_trace_past_the_log_is_told_of_and_one_in_an_entry_is_not() throws IOException {
        ServerLog log = log("""
                2026-01-01 00:00:00,001 WARN  [a] (b) no: java.net.SocketException: Connection reset
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: cut
                """);
        assertThat(log.complaints()).isEmpty();

        assertThat(log("java.net.SocketException: Connection reset\n\tat a.B.c(B.java:1)\n")
                        .complaints())
                .containsExactly("the end of a connection was printed past the log");
    }

    @Test
    void stack_traces_of_an_outage_are_told_of_once() throws IOException {
        String refused = """
                2026-01-01 00:00:00,001 WARN  [a] (b) Request 0123456789abcdef: no record: est.record.RecordFailure: cut
                \tat a.B.c(B.java:1)
                \tat a.B.c(B.java:2)
                """;

        assertThat(log(refused + refused).complaints())
                .containsExactly("a request that was refused for want of the database has a stack trace");
    }

    @Test
    void a_stack_trace_of_anything_else_may_be() throws IOException {
        assertThat(log("""
                2026-01-01 00:00:00,001 WARN  [a] (b) Request 0123456789abcdef: no record: cut
                \tat a.B.c(B.java:1)
                2026-01-01 00:00:00,001 ERROR [a] (b) Request 0123456789abcdef failed
                \tat a.B.c(B.java:1)
                """).complaints()).isEmpty();
    }

    @Test
    void a_server_that_never_ran_tells_nothing() {
        assertThat(new ServerLog(directory.resolve("none.log")).complaints()).isEmpty();
    }
}
