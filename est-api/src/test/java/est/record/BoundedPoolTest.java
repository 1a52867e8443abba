package est.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ServerUnderTest;
import est.SwitchedConnection;
import est.SwitchedConnection.Cut;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the pool lends, and how its borrowers hear of the end of it. */
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
            Pool pool = new BoundedPool(REST, SILENCE).create(input(vertx, database()));
            // the connection lives where it was first asked for
            await(look(pool, home, "select 1"));

            TimeUnit.MILLISECONDS.sleep(SILENCE.toMillis() - 200);
            // its event loop is busy until the end of the silence, and then has something to do that is due before it
            home.runOnContext(go -> vertx.setTimer(50, due -> pause(400)));
            home.runOnContext(go -> pause(300));
            TimeUnit.MILLISECONDS.sleep(450);

            await(look(pool, elsewhere, "select 1"));
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void F_2_a_connection_that_breaks_while_it_is_used_prints_nothing_past_the_log() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (SwitchedConnection relay = new SwitchedConnection(database().getPort())) {
            relay.on();
            Context home = eventLoop(vertx);
            Context elsewhere = eventLoop(vertx);
            Pool pool = new BoundedPool().create(input(vertx, database().setPort(relay.port())));
            await(look(pool, home, "select 1"));

            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            relay.cutNext("select 2", Cut.BEFORE);
            // on another event loop than the connection's: its borrower has not given it back yet when its end is told
            Future<Void> cut = look(pool, elsewhere, "select 2");

            assertThatThrownBy(() -> await(cut)).hasRootCauseInstanceOf(IOException.class);
        } finally {
            System.setErr(before);
            await(vertx.close());
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private PgConnectOptions database() {
        return PgConnectOptions.fromUri(settings.url())
                .setUser(settings.username())
                .setPassword(settings.password().reveal());
    }

    private static Input input(Vertx vertx, PgConnectOptions database) {
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
                return List.of(database);
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

    private static Future<Void> look(Pool pool, Context context, String sql) {
        Promise<Void> looked = Promise.promise();
        context.runOnContext(
                go -> pool.withConnection(connection -> connection.query(sql).execute())
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
