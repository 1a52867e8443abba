package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class DatabaseCallsTest extends RecordTest {
    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    private final Intent intent = Enrollments.intent(Enrollments.newKey());

    /** Where the work ends that was begun on {@code context}. */
    private static Context endOf(Uni<?> work, Context context) throws Exception {
        CompletableFuture<Context> end = new CompletableFuture<>();
        context.runOnContext(go -> work.subscribe()
                .with(item -> end.complete(Vertx.currentContext()), failure -> end.complete(Vertx.currentContext())));
        return end.get(10, TimeUnit.SECONDS);
    }

    private Context requestContext() {
        return VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    }

    private EnrollmentRecords withLimit(Duration limit) {
        return new EnrollmentRecords(pool, new DatabaseCalls(vertx, pool, limit));
    }

    @Test
    void statements_answer_on_the_callers_context() throws Exception {
        Context request = requestContext();

        assertThat(endOf(enrollments.open(intent), request)).isSameAs(request);
    }

    @Test
    void repeats_answer_on_the_callers_context() throws Exception {
        open(intent);
        Context request = requestContext();

        assertThat(endOf(enrollments.open(Enrollments.intent(intent.replayKey())), request))
                .isSameAs(request);
    }

    @Test
    void sessions_answer_on_the_callers_context() throws Exception {
        Context request = requestContext();

        assertThat(endOf(credentials.findUser("nobody"), request)).isSameAs(request);
    }

    @Test
    void F_10_a_locked_table_is_a_failure_in_time_on_the_callers_context() throws Exception {
        Context request = requestContext();
        Uni<Opening> late = withLimit(Duration.ofMillis(200)).open(intent);

        sql.whileLocked("est.enrollment", () -> {
            assertThat(failure(late)).isEqualTo(RecordFailure.Kind.UNAVAILABLE);
            assertThat(endOf(late, request)).isSameAs(request);
        });
    }

    @Test
    void what_has_begun_is_finished_when_the_caller_leaves() throws Exception {
        sql.whileLocked("est.enrollment", () -> {
            CompletableFuture<Void> left = new CompletableFuture<>();
            requestContext().runOnContext(go -> {
                enrollments.open(intent).subscribe().with(opening -> {}).cancel();
                left.complete(null);
            });
            left.get(10, TimeUnit.SECONDS);
        });

        waitUntilRecorded(intent.id());
        assertThat(open(Enrollments.intent(intent.replayKey()))).isInstanceOf(Opening.Running.class);
        assertThat(state(intent.id())).isEqualTo("INTENT");
    }

    /** Nobody tells when work that was left behind is done. */
    private void waitUntilRecorded(UUID enrollment) throws InterruptedException {
        String count = "select count(*) from est.enrollment where id = '" + enrollment + "'";
        for (int look = 0; look < 500 && sql.ask(count).equals("0"); look++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void statements_are_bounded_by_the_database_too() {
        assertThat(show("statement_timeout")).isEqualTo("20s");
    }

    @Test
    void statements_are_planned_once_for_each_connection() {
        assertThat(show("plan_cache_mode")).isEqualTo("force_generic_plan");
    }

    /** GroupStatementTest shows what for. */
    @ParameterizedTest
    @ValueSource(strings = {"enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"})
    void plans_are_those_that_suit_tables_of_any_size(String elsewhereOn) {
        assertThat(show(elsewhereOn)).isEqualTo("off");
    }

    private String show(String setting) {
        return await(pool.query("show " + setting).execute()).iterator().next().getString(0);
    }
}
