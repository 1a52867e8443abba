package est.console;

import static org.assertj.core.api.Assertions.assertThat;

import est.record.RecordFailures;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void a_request_without_a_record_leaves_one_line_and_no_stack_trace() {
        List<LogRecord> told = new ArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                    told.add(line);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Problems.class.getName());
        log.addHandler(listener);
        try (var answer = new Problems(new SecureRandom()).of(RecordFailures.unavailable())) {
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(told).singleElement().satisfies(line -> {
                assertThat(line.getThrown()).isNull();
                assertThat(new PatternFormatter("%s").format(line))
                        .endsWith("no record: the database cannot be reached: the line is cut");
            });
        } finally {
            log.removeHandler(listener);
        }
    }
}
