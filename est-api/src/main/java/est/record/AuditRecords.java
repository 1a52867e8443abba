package est.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decisions that are not part of an enrollment's transaction. Thread-safe.
 */
@ApplicationScoped
public class AuditRecords {
    private static final String REFUSED = """
            insert into est.audit_event (event, label, operation, identity, reason, address, request_reference)
            values ('REFUSED', left($1, 64), left($2, 32), left($3, 1024), left($4, 256), left($5, 64), left($6, 64))
            """;

    private static final String DONE =
            "insert into est.audit_event (event, address, actor) values ($1, left($2, 64), left($3, 256))";

    private final DatabaseCalls calls;
    private final RefusalBounds bounds;
    private final Counter written;
    private final Counter unwritten;

    AuditRecords(DatabaseCalls calls, RefusalBounds bounds, MeterRegistry meters) {
        this.calls = calls;
        this.bounds = bounds;
        this.written = counter(meters, "written");
        this.unwritten = counter(meters, "counted_only");
    }

    private static Counter counter(MeterRegistry meters, String audit) {
        return Counter.builder("est.refusals")
                .description("Refused requests, by whether the audit has a row for each or they are only counted here")
                .tag("audit", audit)
                .register(meters);
    }

    /**
     * Writes a refusal into the audit. Beyond a few at once, or many from one address in a minute, it is only counted (T-24).
     *
     * @return completes when written, counted or lost to a database failure, which is counted too: nobody is refused less
     *     because it could not be written. Never fails
     */
    public Uni<Void> refused(Refusal refusal) {
        return Uni.createFrom().deferred(() -> {
            if (!bounds.enter(refusal.address())) {
                unwritten.increment();
                return Uni.createFrom().voidItem();
            }
            return calls.statement(REFUSED, row(refusal))
                    .onItemOrFailure()
                    .invoke((rows, failure) -> {
                        bounds.leave();
                        (failure == null ? written : unwritten).increment();
                    })
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        });
    }

    /**
     * Writes what an operator did that changes nothing.
     *
     * @param event {@code [A-Z_]{1,32}}
     * @param actor who
     * @return fails with {@link RecordFailure}
     */
    public Uni<Void> done(String event, String actor, String address) {
        return calls.statement(
                        DONE, new Arguments().add(event).add(address).add(actor).tuple())
                .replaceWithVoid();
    }

    private static Tuple row(Refusal refusal) {
        return new Arguments()
                .add(refusal.label())
                .add(refusal.operation())
                .addOrNull(refusal.identity())
                .add(refusal.reason())
                .add(refusal.address())
                .add(refusal.requestReference())
                .tuple();
    }
}
