package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The turn of one sender: what it reads, it reads over the connection that holds the lock, so that it notices when the turn is over.
 * May be used from any thread, one call at a time.
 */
public final class WebhookTurn {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int LOOKS = 25;

    private final TurnReads reads;

    WebhookTurn(TurnReads reads) {
        this.reads = reads;
    }

    /**
     * An id below which no event can appear any more.
     *
     * @return empty if somebody has been writing an event for half a second: then later
     */
    public Uni<Optional<Long>> horizon() {
        return reads.query(WebhookStatements.HORIZON, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("horizon"))
                .flatMap(horizon -> writers()
                        .flatMap(writing -> ended(writing, LOOKS))
                        .map(ended -> ended ? Optional.of(horizon) : Optional.empty()));
    }

    private Uni<Set<String>> writers() {
        return reads.query(WebhookStatements.WRITERS, Tuple.tuple())
                .map(rows -> stream(rows).map(row -> row.getString("writer")).collect(Collectors.toSet()));
    }

    private Uni<Boolean> ended(Set<String> writing, int looks) {
        if (writing.isEmpty() || looks == 0) {
            return Uni.createFrom().item(writing.isEmpty());
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(BETWEEN_LOOKS)
                .chain(this::writers)
                .flatMap(now -> {
                    Set<String> still = new HashSet<>(writing);
                    still.retainAll(now);
                    return ended(still, looks - 1);
                });
    }

    /** What this webhook is to be told now, oldest first, at most so many and at most one of an enrollment. */
    public Uni<List<AuditedEvent>> due(String webhook, int atMost) {
        return reads.query(
                        WebhookStatements.DUE,
                        new Arguments().add(webhook).add(atMost).tuple())
                .map(rows -> stream(rows).map(WebhookTurn::event).toList());
    }

    private static AuditedEvent event(Row row) {
        return new AuditedEvent(
                row.getLong("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("kind"),
                Optional.ofNullable(row.getUUID("enrollment")),
                new AuditedEvent.Occasion(
                        text(row, "label"),
                        text(row, "operation"),
                        text(row, "identity"),
                        text(row, "reason"),
                        text(row, "address"),
                        text(row, "request_reference")),
                Optional.ofNullable(row.getBuffer("der")).map(der -> der.getBytes()));
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
