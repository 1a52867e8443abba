package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is inside the door, and when it may shut. */
class TrafficTest {

    private final Traffic traffic = new Traffic(10, 10, 10, Descriptors.limitedTo(10_000, 2));

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

    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    /** Room for ten sockets, of which each takes two more for TLS. */
    private static Traffic withTenDescriptors() {
        return new Traffic(100, 100, 100, Descriptors.limitedTo(1024 + 10, 2));
    }

    private static List<EmbeddedChannel> enter(Traffic traffic, int number) {
        return Stream.generate(EmbeddedChannel::new)
                .limit(number)
                .peek(channel -> assertThat(traffic.enter(channel, ADDRESS)).isTrue())
                .toList();
    }

    @Test
    void F_35_silent_connections_take_one_descriptor_each_and_the_first_goes_for_the_one_too_many() {
        Traffic few = withTenDescriptors();
        List<EmbeddedChannel> silent = enter(few, 10);
        assertThat(silent).allMatch(EmbeddedChannel::isActive);

        assertThat(few.enter(new EmbeddedChannel(), ADDRESS)).isTrue();
        silent.get(0).runPendingTasks();

        assertThat(silent.get(0).isActive()).isFalse();
        assertThat(silent.get(1).isActive()).isTrue();
    }

    @Test
    void F_35_who_says_hello_makes_those_go_who_said_nothing() {
        Traffic few = withTenDescriptors();
        List<EmbeddedChannel> all = enter(few, 9);

        // the first of all, and yet not the one to go
        assertThat(few.handshakes(all.get(0))).isTrue();
        all.forEach(EmbeddedChannel::runPendingTasks);

        assertThat(all)
                .extracting(EmbeddedChannel::isActive)
                .startsWith(true, false, true)
                .hasSize(9);
    }

    @Test
    void F_35_who_is_answered_stays_and_a_hello_too_many_is_refused() {
        Traffic few = withTenDescriptors();
        List<EmbeddedChannel> all = enter(few, 3);
        all.forEach(channel -> assertThat(few.handshakes(channel)).isTrue());
        all.forEach(channel -> assertThat(few.answers(channel)).isTrue());
        EmbeddedChannel late = enter(few, 1).get(0);

        assertThat(few.handshakes(late)).isFalse();
        assertThat(all).allMatch(EmbeddedChannel::isActive);
    }

    @Test
    void F_35_closing_gives_back_all_that_a_connection_held() {
        Traffic few = withTenDescriptors();
        for (int round = 0; round < 5; round++) {
            List<EmbeddedChannel> all = enter(few, 3);
            all.forEach(channel -> assertThat(few.handshakes(channel)).isTrue());
            assertThat(all).allMatch(EmbeddedChannel::isActive);
            all.forEach(channel -> channel.close().syncUninterruptibly());
        }
        assertThat(few.connections()).isZero();
    }

    @Test
    void F_35_an_engine_that_takes_none_lets_all_sockets_speak_TLS() {
        Traffic few = new Traffic(100, 100, 100, Descriptors.limitedTo(1024 + 10, 0));
        List<EmbeddedChannel> all = enter(few, 10);
        all.forEach(channel -> assertThat(few.handshakes(channel)).isTrue());
        all.forEach(EmbeddedChannel::runPendingTasks);
        assertThat(all).allMatch(EmbeddedChannel::isActive);
    }
}
