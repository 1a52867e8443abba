package est.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Processor time of processes, user and system, from {@code /proc} (Linux).
 *
 * @param parent the process that started it
 * @param own time of its own threads, milliseconds
 * @param reaped time of those of its children that have ended and been waited for, milliseconds
 */
record ProcessorTime(long parent, long own, long reaped) {

    /** The kernel shows ticks of USER_HZ to programs, which is 100 on every platform of ours. */
    private static final long MILLIS_PER_TICK = 10;

    private static final Path PROC = Path.of("/proc");
    /** HotSpot's names of them, cut by the kernel at 15 octets. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

    private static final Pattern BLANK = Pattern.compile(" ");

    /**
     * Reads a line of {@code /proc/PID/stat}, see proc(5).
     *
     * @throws IllegalArgumentException if it is none
     */
    static ProcessorTime parse(String stat) {
        // the second field is the command in parentheses, which may itself hold blanks and parentheses
        int end = stat.lastIndexOf(')');
        List<String> fields =
                BLANK.splitAsStream(stat.substring(end + 1).strip()).toList();
        if (end < 0 || fields.size() < 15) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat");
        }
        return new ProcessorTime(
                Long.parseLong(fields.get(1)),
                MILLIS_PER_TICK * (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))),
                MILLIS_PER_TICK * (Long.parseLong(fields.get(13)) + Long.parseLong(fields.get(14))));
    }

    /** Of one process, its children left out; milliseconds. */
    static long ofProcess(long pid) {
        try {
            return parse(Files.readString(PROC.resolve(pid + "/stat"))).own();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone, or this is not Linux", e);
        }
    }

    /** Of the threads that compile, in a process that is a Java machine; milliseconds. */
    static long ofCompiler(long pid) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            return stats(threads).stream()
                    .filter(stat -> COMPILER.matcher(stat).find())
                    .mapToLong(stat -> parse(stat).own())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone, or this is not Linux", e);
        }
    }

    /** Of a process and its children, of those too that have ended; milliseconds. */
    static long ofFamily(long pid) {
        long sum = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (String stat : stats(processes)) {
                ProcessorTime time = parse(stat);
                sum += time.parent() == pid ? time.own() : 0;
            }
            ProcessorTime parent = parse(Files.readString(PROC.resolve(pid + "/stat")));
            return sum + parent.own() + parent.reaped();
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone, or this is not Linux", e);
        }
    }

    private static List<String> stats(Iterable<Path> tasks) {
        List<String> stats = new ArrayList<>();
        for (Path task : tasks) {
            try {
                stats.add(Files.readString(task.resolve("stat")));
            } catch (IOException ended) {
                // between the listing and the look
            }
        }
        return stats;
    }
}
