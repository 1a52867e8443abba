package est.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import est.proof.ChannelBinding;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRulesTest {

    /** The common pool may have one thread only, and both directions of a connection block. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_RSA_WITH_NULL_SHA256",
                "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
                "SSL_RSA_EXPORT_WITH_RC4_40_MD5",
                "SSL_RSA_WITH_DES_CBC_SHA",
                "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"
            })
    void EST_TLS_03_unsafe_suites_are_refused_at_start(String suite) {
        assertThatIllegalArgumentException().isThrownBy(() -> CipherSuites.of(List.of(suite)));
    }

    @Test
    void the_chain_is_bounded_in_number() {
        refuses(TestPki.DEVICE.withChainOf(PresentedChain.MAX_CERTIFICATES + 1));
        accepts(TestPki.DEVICE.withChainOf(PresentedChain.MAX_CERTIFICATES));
    }

    @Test
    void the_chain_is_bounded_in_octets() {
        refuses(TestPki.AUTHORITY.issueLarge(PresentedChain.MAX_OCTETS));
        accepts(TestPki.AUTHORITY.issueLarge(8000));
    }

    private static void accepts(TestPki.Holder holder) {
        Assertions.assertThatNoException()
                .isThrownBy(() -> new PresentedChain().checkClientTrusted(holder.chain(), "EC"));
    }

    private static void refuses(TestPki.Holder holder) {
        Assertions.assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> new PresentedChain().checkClientTrusted(holder.chain(), "EC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void the_jdk_engine_serves_too_and_claims_no_tls_unique(String protocol) {
        try (OpenDoor open = new OpenDoor(
                        request -> Uni.createFrom()
                                .item(EstReply.empty(
                                        request.connection().certificates().size() == 2
                                                        && (protocol.equals("TLSv1.3")
                                                                || request.connection()
                                                                        .channelBinding()
                                                                        .isEmpty())
                                                ? 200
                                                : 500)),
                        Map.of("engine", "jdk"));
                TestClient client = open.connect(TestClient.with(TestPki.DEVICE, protocol))) {
            assertThat(client.ask(GET).status()).isEqualTo(200);
            assertThat(open.door.tls().name()).isEqualTo("jdk");
            assertThat(open.door.tls().gives(ChannelBinding.Kind.TLS_UNIQUE)).isFalse();
        }
    }

    @Test
    void EST_HTTP_15_headers_and_body_travel_in_one_record() throws IOException {
        byte[] body = new byte[6000];
        try (OpenDoor open = new OpenDoor(
                        request -> Uni.createFrom().item(new EstReply(200, Map.of(), body, false)), Map.of());
                ServerSocket wire = new ServerSocket(0)) {
            CompletableFuture<byte[]> answers =
                    CompletableFuture.supplyAsync(() -> forward(wire, open.door.port()), THREADS);
            try (TestClient client = TestClient.anonymous("TLSv1.2").connect(wire.getLocalPort())) {
                assertThat(client.ask(GET).body()).hasSize(body.length);
                assertThat(client.ended()).isTrue();
            }
            assertThat(applicationRecords(answers.join())).singleElement().satisfies(length -> assertThat(length)
                    .isGreaterThan(body.length));
        }
    }

    /** Passes one connection through and keeps what the server sends. */
    private static byte[] forward(ServerSocket wire, int port) {
        try (Socket client = wire.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            CompletableFuture<Void> up = CompletableFuture.runAsync(() -> copy(client, server, null), THREADS);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            copy(server, client, seen);
            client.shutdownOutput();
            up.join();
            return seen.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Socket from, Socket to, @Nullable ByteArrayOutputStream seen) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, n);
                if (seen != null) {
                    seen.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // one side has left
        }
    }

    private static List<Integer> applicationRecords(byte[] octets) {
        ArrayList<Integer> lengths = new ArrayList<>();
        ByteBuffer records = ByteBuffer.wrap(octets);
        while (records.remaining() >= 5) {
            int type = records.get();
            records.getShort();
            int length = Short.toUnsignedInt(records.getShort());
            if (type == 23) {
                lengths.add(length);
            }
            records.position(records.position() + length);
        }
        return lengths;
    }
}
