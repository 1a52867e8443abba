package est.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process can be sent beside what {@link Process} offers. */
enum Signal {
    /** Cannot be caught: the process is gone. */
    KILL,
    /** Cannot be caught: the process stands still. */
    STOP,
    /** It goes on. */
    CONT;

    /** Sends it to each of them that is still there. */
    void to(List<Long> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
        processes.forEach(process -> command.add(Long.toString(process)));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Whether a process runs no more, be it that nobody has looked after its end yet (Linux). */
    static boolean isGone(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            return stat.startsWith(" Z ", stat.lastIndexOf(')') + 1);
        } catch (IOException gone) {
            return true;
        }
    }
}
