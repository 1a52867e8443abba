package est.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** T-23: an authority that is away holds nobody up. */
class BreakerTest {

    private static final int BOUND = 3;

    private final Deque<Runnable> scheduled = new ArrayDeque<>();
    private boolean present;
    private final Breaker breaker = new Breaker("ca", BOUND, this::probe, scheduled::add);

    private CompletionStage<Void> probe() {
        return present
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IllegalStateException("away"));
    }

    private void open() {
        for (int i = 0; i < BOUND; i++) {
            breaker.away();
        }
    }

    private void timePasses() {
        scheduled.remove().run();
    }

    @Test
    void T_23_some_failures_in_a_row_open_it() {
        for (int i = 1; i < BOUND; i++) {
            breaker.away();
            assertThat(breaker.permits()).isTrue();
        }
        breaker.away();

        assertThat(breaker.permits()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void an_answer_between_them_begins_anew() {
        for (int i = 1; i < BOUND; i++) {
            breaker.away();
        }
        breaker.answered();
        breaker.away();

        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void it_is_probed_until_it_is_back() {
        open();
        timePasses();
        timePasses();
        assertThat(breaker.permits()).isFalse();
        present = true;

        timePasses();

        assertThat(breaker.permits()).isTrue();
        assertThat(scheduled).isEmpty();
    }

    @Test
    void one_goes_ahead_and_the_others_wait_for_its_answer() {
        present = true;
        open();
        timePasses();

        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isFalse();
        breaker.answered();
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void if_the_one_ahead_fails_probing_goes_on() {
        present = true;
        open();
        timePasses();
        breaker.permits();

        breaker.away();

        assertThat(breaker.isOpen()).isTrue();
        assertThat(scheduled).hasSize(1);
    }

    @Test
    void T_23_clients_that_leave_do_not_open_it() {
        for (int i = 0; i < 2 * BOUND; i++) {
            breaker.permits();
            breaker.left();
        }

        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void if_the_client_of_the_one_ahead_leaves_another_one_goes_ahead() {
        present = true;
        open();
        timePasses();
        breaker.permits();

        breaker.left();

        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isFalse();
    }

    @Test
    void failures_of_those_already_under_way_start_no_second_probe() {
        open();
        open();

        assertThat(scheduled).hasSize(1);
    }

    @Test
    void a_closed_one_probes_no_more() {
        open();
        breaker.close();

        timePasses();

        assertThat(scheduled).isEmpty();
    }
}
