package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is inside the door, and when it may shut. */
class TrafficTest {

    private final Traffic traffic = new Traffic(10, 10, 10);

    @Test
    void F_31_a_quiet_door_shuts_at_once_and_lets_no_request_begin() {
        traffic.drain();
        assertThat(traffic.quiet()).isDone();
        assertThat(traffic.requestBegins()).isFalse();
        assertThat(traffic.requests()).isZero();
    }

    @Test
    void F_31_a_draining_door_waits_for_requests_in_flight_and_for_those_that_begin_meanwhile() {
        assertThat(traffic.requestBegins()).isTrue();
        traffic.drain();
        CompletableFuture<Void> quiet = traffic.quiet();
        assertThat(traffic.requestBegins()).isTrue();
        traffic.requestEnds();
        assertThat(quiet).isNotDone();
        traffic.requestEnds();
        assertThat(quiet).isDone();
        assertThat(traffic.requestBegins()).isFalse();
    }

    @Test
    void F_31_a_draining_door_that_falls_quiet_before_it_is_waited_for_lets_requests_begin() {
        assertThat(traffic.requestBegins()).isTrue();
        traffic.drain();
        traffic.requestEnds();

        assertThat(traffic.requestBegins()).isTrue();
        assertThat(traffic.quiet()).isNotDone();
    }
}
