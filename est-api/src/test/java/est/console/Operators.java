package est.console;

import est.record.Operator;
import est.record.OperatorRecords;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** Operators of the console as {@code ./start operator} makes them. */
@ApplicationScoped
public class Operators {
    private final OperatorRecords records;
    private final SecureRandom random;

    Operators(OperatorRecords records, SecureRandom random) {
        this.records = records;
        this.random = random;
    }

    /** A token that may look. */
    public String viewer() {
        return token("viewer" + System.nanoTime(), Operator.Role.VIEWER, Duration.ofHours(1));
    }

    /** A token that may decide. */
    public String approver() {
        return token("approver" + System.nanoTime(), Operator.Role.APPROVER, Duration.ofHours(1));
    }

    String token(String name, Operator.Role role, Duration valid) {
        OperatorToken token = OperatorToken.draw(random);
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> records.add(name, role, token.sha256(), Instant.now().plus(valid), "test"));
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
        return token.reveal();
    }

    void remove(String name) {
        try {
            VertxContextSupport.subscribeAndAwait(() -> records.remove(name, "test"));
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}
