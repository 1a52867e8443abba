package est.faults;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Ends the processes that have a directory in their command line, and removes the directory, as soon as this process closes it
 * or is gone, however it went: a run that is killed leaves nothing behind. It is a shell that waits for the end of its input.
 */
final class Deathwatch implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            cat >/dev/null
            for pid in $(pgrep -f -- "$WATCHED/"); do
              kill -KILL $(pgrep -P "$pid") "$pid" 2>/dev/null
            done
            rm -rf -- "$WATCHED"
            """;

    private final Process shell;

    private Deathwatch(Process shell) {
        this.shell = shell;
    }

    /** Watches from now on. */
    static Deathwatch over(Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // not as an argument: it would find itself
        builder.environment().put("WATCHED", directory.toString());
        return new Deathwatch(builder.start());
    }

    /** Does it now; returns when it is done. */
    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        Patience.close(shell::waitFor);
    }
}
