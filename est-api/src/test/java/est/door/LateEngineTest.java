package est.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection has a TLS engine only once its client has said hello. */
class LateEngineTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int CROWD = 300;

    /** A handshake record that promises more octets than come. */
    private static final byte[] BEGUN = {22, 3, 1, 64, 0, 1};

    private static Uni<EstReply> count(EstRequest request) {
        int certificates = request.connection().certificates().size();
        return Uni.createFrom().item(EchoingDoor.text(Integer.toString(certificates)));
    }

    private static OpenDoor open(Map<String, String> settings) {
        return new OpenDoor(LateEngineTest::count, settings);
    }

    private static Socket connect(OpenDoor open, byte... octets) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.door.port());
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(octets);
        return socket;
    }

    private static long descriptors() throws IOException {
        Path own = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(own), "this system does not show a process' descriptors");
        try (Stream<Path> all = Files.list(own)) {
            return all.count();
        }
    }

    @Test
    void F_35_T_18_idle_and_dripping_connections_hold_a_descriptor_each_and_devices_are_served_beside_them()
            throws IOException {
        try (OpenDoor open =
                open(Map.of("engine", "conscrypt", "connections-per-address", "1000", "handshake-timeout", "60s"))) {
            try (TestClient warm = open.connect(TestClient.with(TestPki.DEVICE, "TLSv1.3"))) {
                assertThat(warm.ask(GET).body()).isEqualTo("2");
            }
            long before = descriptors();
            List<Socket> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < CROWD; i++) {
                    crowd.add(i % 2 == 0 ? connect(open) : connect(open, BEGUN));
                }
                try (TestClient device = open.connect(TestClient.with(TestPki.DEVICE, "TLSv1.3"))) {
                    assertThat(device.ask(GET).body()).isEqualTo("2");
                    assertThat(open.meters.get("est.door.connections").gauge().value())
                            .isEqualTo(CROWD + 1);
                }
                // both ends of each are in this process
                assertThat(descriptors() - before).isBetween(2L * CROWD - 10, 2L * CROWD + 30);
            } finally {
                for (Socket member : crowd) {
                    member.close();
                }
            }
        }
    }

    /** What a client writes first, changed on its way; later writes pass as they are. */
    private static Socket changing(OpenDoor open, UnaryOperator<byte[]> change, int atOnce) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), open.door.port()) {
            private boolean first = true;

            @Override
            public OutputStream getOutputStream() throws IOException {
                return new FilterOutputStream(super.getOutputStream()) {
                    @Override
                    public void write(byte[] octets, int offset, int length) throws IOException {
                        byte[] all = Arrays.copyOfRange(octets, offset, offset + length);
                        write(first ? change.apply(all) : all, first ? atOnce : length);
                        first = false;
                    }

                    private void write(byte[] octets, int step) throws IOException {
                        for (int i = 0; i < octets.length; i += step) {
                            out.write(octets, i, Math.min(step, octets.length - i));
                            out.flush();
                            pause(step == 1 ? 200 : 0);
                        }
                    }
                };
            }
        };
    }

    private static void pause(int microseconds) {
        try {
            TimeUnit.MICROSECONDS.sleep(microseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_hello_that_drips_in_begins_a_handshake(String protocol) throws IOException {
        try (OpenDoor open = open(Map.of("engine", "conscrypt"));
                Socket dripping = changing(open, UnaryOperator.identity(), 1)) {
            dripping.setTcpNoDelay(true);
            try (TestClient client = TestClient.with(TestPki.DEVICE, protocol).over(dripping)) {
                assertThat(client.ask(GET).body()).isEqualTo("2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void a_hello_in_many_records_begins_a_handshake(String engine) throws IOException {
        try (OpenDoor open = open(Map.of("engine", engine));
                Socket fragmenting = changing(open, hello -> ClientHelloPeekTest.fragmented(hello, 50), 70);
                TestClient client = TestClient.with(TestPki.DEVICE, "TLSv1.3").over(fragmenting)) {
            assertThat(client.ask(GET).body()).isEqualTo("2");
        }
    }

    @Test
    void T_18_a_dripped_hello_ends_with_the_time_for_the_handshake() throws IOException {
        byte[] hello = ClientHelloPeekTest.hello("TLSv1.3");
        try (OpenDoor open = open(Map.of("handshake-timeout", "0.5s"));
                Socket dripping = connect(open)) {
            long begin = System.nanoTime();
            dripping.setSoTimeout(100);
            int next = 0;
            while (!ended(dripping)) {
                drip(dripping, hello[next++]);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
        }
    }

    private static void drip(Socket socket, byte octet) {
        try {
            socket.getOutputStream().write(octet);
        } catch (IOException cut) {
            // the next look says so
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException goesOn) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void what_is_no_hello_gets_no_handshake_and_ends() throws IOException {
        byte[] sslv2 = new byte[46];
        sslv2[0] = (byte) 0x80;
        sslv2[1] = 44;
        sslv2[2] = 1;
        sslv2[3] = 0;
        sslv2[4] = 2;
        byte[] finished = {22, 3, 3, 0, 4, 20, 0, 0, 0};
        byte[] other = {23, 3, 3, 0, 2, 1, 1};
        byte[] text = new byte[] {'h', 'e', 'l', 'l', 'o', '\n'};
        try (OpenDoor open = open(Map.of("engine", "conscrypt"))) {
            for (byte[] octets : List.of(sslv2, finished, other, text)) {
                assertThat(answer(open, octets)).as(Arrays.toString(octets)).isNotEqualTo(22);
            }
        }
    }

    @Test
    void T_18_a_hello_larger_than_any_is_refused_at_once() throws IOException {
        byte[] promising = {22, 3, 1, 0, 4, 1, 0, (byte) 0x80, 0};
        try (OpenDoor open = open(Map.of("engine", "conscrypt"))) {
            long begin = System.nanoTime();
            assertThat(answer(open, promising)).isNotEqualTo(22);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        }
    }

    /** The first octet of what comes back, 22 being a handshake record, once the server has ended the connection. */
    private static int answer(OpenDoor open, byte... octets) throws IOException {
        try (Socket socket = connect(open, octets)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(all);
            return all.size() == 0 ? -1 : all.toByteArray()[0];
        } catch (SocketException reset) {
            return -1;
        }
    }
}
