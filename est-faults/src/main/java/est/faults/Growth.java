package est.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server's process takes, against what it took before, as Linux tells it ({@code proc(5)}, {@code /proc/PID/status}).
 *
 * @param pid of the process
 * @param threads it had
 * @param residentKib of memory it had
 */
record Growth(long pid, int threads, long residentKib) {

    /** The worker pools fill up when they are first needed; a thread for each of a {@link Crowd} would be more. */
    private static final int MORE_THREADS = 24;

    /** The heap of 256 MiB may be touched for the first time; what grows beside it is a leak. */
    private static final long MORE_KIB = 256L * 1024;

    /** From now on. */
    static Growth of(Replica replica) throws IOException {
        return of(replica.pid());
    }

    private static Growth of(long pid) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
        return new Growth(pid, (int) number(status, "Threads:"), number(status, "VmRSS:"));
    }

    private static long number(List<String> status, String name) throws IOException {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name + " in the status of a process"));
    }

    /** Notes it if the server takes more by now than it may. */
    void require(Findings findings, String because) throws IOException {
        Growth now = of(pid);
        if (now.threads > threads + MORE_THREADS) {
            findings.add("many more threads than the %d before %s".formatted(threads, because));
        }
        if (now.residentKib > residentKib + MORE_KIB) {
            findings.add("much more memory than the %d KiB before %s".formatted(residentKib, because));
        }
    }
}
