package est.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** Prints tallies as lines of a table. */
final class Report {

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    void head() {
        line(
                "%-22s %8s %8s %8s %8s %8s %9s %7s %9s %10s %8s",
                "",
                "visits",
                "per s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "CPU ms",
                "JIT ms",
                "DB CPU ms",
                "alloc KiB",
                "DB trips");
    }

    void row(String name, Tally tally) {
        Latencies latencies = tally.latencies();
        line(
                "%-22s %8d %8.0f %8.2f %8.2f %8.2f %9.3f %7.3f %9.3f %10.1f %8.2f",
                name,
                tally.count(),
                tally.perSecond(),
                latencies.percentile(50),
                latencies.percentile(95),
                latencies.percentile(99),
                tally.serverMillis(),
                tally.compilerMillis(),
                tally.databaseMillis(),
                tally.kibibytes(),
                tally.roundTrips());
    }

    void goodputHead() {
        line("%-22s %8s %8s %8s %8s %8s %8s", "", "granted", "per s", "of peak", "p50 ms", "p99 ms", "max ms");
    }

    /** How many got a certificate, and how long it took them. */
    void goodput(String name, Tally tally, Tally peak) {
        Latencies latencies = tally.latencies();
        line(
                "%-22s %8d %8.0f %7.0f%% %8.1f %8.1f %8.1f",
                name,
                tally.count(),
                tally.perSecond(),
                100 * tally.perSecond() / peak.perSecond(),
                latencies.percentile(50),
                latencies.percentile(99),
                latencies.percentile(100));
    }

    void ratio(String name, Tally enrollment, Tally reference) {
        line(
                "%-22s server CPU %.2f x reference, without the compiler's %.2f x, p50 %.2f x",
                name,
                enrollment.serverMillis() / reference.serverMillis(),
                (enrollment.serverMillis() - enrollment.compilerMillis())
                        / (reference.serverMillis() - reference.compilerMillis()),
                enrollment.latencies().percentile(50) / reference.latencies().percentile(50));
    }
}
