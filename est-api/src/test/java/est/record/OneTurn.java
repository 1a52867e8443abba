package est.record;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An event loop on which much begins in one turn.
 *
 * @param loop a context of it
 */
record OneTurn(Context loop) {

    /** The next event loop. */
    static OneTurn on(Vertx vertx) {
        return new OneTurn(VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext()));
    }

    /** What the work for each comes to, or the kind of its failure. */
    <T> CompletableFuture<List<Object>> begin(List<T> all, Function<T, Uni<?>> work) {
        List<CompletableFuture<Object>> ends =
                all.stream().map(one -> new CompletableFuture<>()).toList();
        loop.runOnContext(go -> {
            for (int i = 0; i < all.size(); i++) {
                CompletableFuture<Object> end = ends.get(i);
                work.apply(all.get(i))
                        .subscribe()
                        .with(
                                end::complete,
                                failure ->
                                        end.complete(RecordFailure.of(failure).kind()));
            }
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .thenApply(done -> ends.stream().map(CompletableFuture::join).toList());
    }

    /** The same when it has ended. */
    <T> List<Object> run(List<T> all, Function<T, Uni<?>> work) throws Exception {
        return end(begin(all, work));
    }

    static <T> T end(CompletableFuture<T> begun) throws Exception {
        return begun.get(20, TimeUnit.SECONDS);
    }
}
