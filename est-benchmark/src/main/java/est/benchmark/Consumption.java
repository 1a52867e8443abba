package est.benchmark;

import java.io.IOException;

/** Where readings of what was used up come from. */
@FunctionalInterface
interface Consumption {

    /** What was used up since the start of whoever is watched. */
    Usage read() throws IOException, InterruptedException;

    /** Of this very process, which has no database. */
    static Consumption ofThisProcess() {
        long pid = ProcessHandle.current().pid();
        return () -> new Usage(System.nanoTime(), ProcessorTime.ofProcess(pid), ProcessorTime.ofCompiler(pid), 0, 0, 0);
    }
}
