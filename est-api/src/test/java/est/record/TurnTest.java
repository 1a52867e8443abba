package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One reconciler at a time: by a lock that ends with its connection. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class TurnTest extends RecordTest {

    @Inject
    UnfinishedRecords unfinished;

    @Test
    void F_52_one_reconciler_at_a_time() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<Boolean> had = atOnce(
                8,
                n -> unfinished.inTurn(turn -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    return turn.due(1)
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(50))
                            .invoke(() -> inside.decrementAndGet())
                            .replaceWithVoid();
                }));

        assertThat(most).hasValue(1);
        assertThat(had).contains(true);
    }

    @Test
    void what_a_turn_has_read_may_be_altered_while_it_lasts() {
        await(unfinished.inTurn(turn -> turn.due(1)
                .chain(due -> turn.read(UUID.randomUUID()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(Unchecked.consumer(read -> sql.whileHeld(
                        "set local lock_timeout = '5s'; lock table est.enrollment, est.credential", () -> {})))
                .replaceWithVoid()));
    }

    @Test
    void F_53_the_turn_of_a_killed_reconciler_is_free() throws Exception {
        CompletableFuture<Boolean> hangs = new CompletableFuture<>();
        CompletableFuture<Turn> began = new CompletableFuture<>();
        CompletableFuture<Boolean> killed = unfinished
                .inTurn(turn -> {
                    began.complete(turn);
                    return Uni.createFrom().completionStage(hangs).replaceWithVoid();
                })
                .subscribeAsCompletionStage();
        Turn turn = began.get();
        assertThat(await(unfinished.inTurn(another -> Uni.createFrom().voidItem())))
                .isFalse();

        sql.asApplication("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 0"
                + " and classid = (hashtext('est.reconciler')::bigint & 4294967295)::oid");

        assertThat(IntStream.range(0, 200)
                        .anyMatch(n -> await(
                                unfinished.inTurn(another -> Uni.createFrom().voidItem()))))
                .isTrue();
        assertThat(failure(turn.due(1))).isEqualTo(RecordFailure.Kind.UNAVAILABLE);
        hangs.complete(true);
        assertThat(failure(Uni.createFrom().completionStage(killed))).isEqualTo(RecordFailure.Kind.UNAVAILABLE);
    }
}
