package est;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Looks at every log record as it comes: message, formatted message, parameters one by one, failure with all its causes. */
final class LeakRecorder extends Handler {

    private final Canaries canaries;
    private final PatternFormatter format = new PatternFormatter("%s");
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final AtomicLong records = new AtomicLong();

    LeakRecorder(Canaries canaries) {
        this.canaries = canaries;
        setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
        records.incrementAndGet();
        look(record, "message", record.getMessage());
        look(record, "formatted message", format.format(record));
        if (record.getParameters() != null) {
            for (Object parameter : record.getParameters()) {
                look(record, "parameter", parameter);
            }
        }
        if (record.getThrown() != null) {
            StringWriter text = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(text));
            look(record, "failure", text.toString());
        }
    }

    private void look(LogRecord record, String where, @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            canaries.seenIn(value)
                    .ifPresent(place -> leaks.add(place + " in a " + where + " of " + record.getLoggerName() + " at "
                            + record.getLevel() + ": " + record.getMessage()));
        }
    }

    Queue<String> leaks() {
        return leaks;
    }

    long records() {
        return records.get();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
