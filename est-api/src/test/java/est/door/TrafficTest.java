package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is inside the door, and when it may shut. */
class TrafficTest {

    private final Traffic traffic = new Traffic(10, 10);

    @Test
    void F_31_a_quiet_door_shuts_at_once_and_lets_no_request_begin() {
        assertThat(traffic.drain()).isDone();
        assertThat(traffic.requestBegins()).isFalse();
        assertThat(traffic.requests()).isZero();
    }

    @Test
    void F_31_a_draining_door_waits_for_requests_in_flight_and_for_those_that_begin_meanwhile() {
        assertThat(traffic.requestBegins()).isTrue();
        CompletableFuture<Void> quiet = traffic.drain();
        assertThat(traffic.requestBegins()).isTrue();
        traffic.requestEnds();
        assertThat(quiet).isNotDone();
        traffic.requestEnds();
        assertThat(quiet).isDone();
        assertThat(traffic.requestBegins()).isFalse();
    }
}
