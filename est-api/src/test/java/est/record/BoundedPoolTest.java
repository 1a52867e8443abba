package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.reactive.pg.client.PgPoolCreator.Input;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A connection that was unused for long is never lent and lost at once, however busy its event loop is. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class BoundedPoolTest {

    private static final Duration REST = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofMillis(1_700);

    @Inject
    DatabaseSettings settings;

    @Test
    void F_31_a_connection_is_not_lent_when_its_silence_is_about_to_end_it() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try {
            Context home = eventLoop(vertx);
            Context elsewhere = eventLoop(vertx);
            assertThat(home).isNotSameAs(elsewhere);
            Pool pool = new BoundedPool(REST, SILENCE).create(input(vertx));
            // the connection lives where it was first asked for
            await(look(pool, home));

            TimeUnit.MILLISECONDS.sleep(SILENCE.toMillis() - 200);
            // its event loop is busy until the end of the silence, and then has something to do that is due before it
            home.runOnContext(go -> vertx.setTimer(50, due -> pause(400)));
            home.runOnContext(go -> pause(300));
            TimeUnit.MILLISECONDS.sleep(450);

            await(look(pool, elsewhere));
        } finally {
            await(vertx.close());
        }
    }

    private Input input(Vertx vertx) {
        return new Input() {
            @Override
            public Vertx vertx() {
                return vertx;
            }

            @Override
            public PoolOptions poolOptions() {
                return new PoolOptions().setMaxSize(1);
            }

            @Override
            public List<PgConnectOptions> pgConnectOptionsList() {
                return List.of(PgConnectOptions.fromUri(settings.url())
                        .setUser(settings.username())
                        .setPassword(settings.password().reveal()));
            }
        };
    }

    /** The next one in turn; a thread is given the same one always. */
    private static Context eventLoop(Vertx vertx) throws Exception {
        CompletableFuture<Context> made = new CompletableFuture<>();
        Thread thread = new Thread(() -> made.complete(vertx.getOrCreateContext()));
        thread.start();
        thread.join();
        return made.get();
    }

    private static Future<Void> look(Pool pool, Context context) {
        Promise<Void> looked = Promise.promise();
        context.runOnContext(go -> pool.withConnection(
                        connection -> connection.query("select 1").execute())
                .<Void>mapEmpty()
                .onComplete(looked));
        return looked.future();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
