package est.ca.vault;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.vault.OutcomeTableTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, redirects, TLS, and connections that break at the worst moment. */
class ConnectionTest {

    private static final String SIGN = "sign-verbatim";

    @TempDir
    private Path folder;

    private final LoopbackVault vault = LoopbackVault.start();
    private OpenVault open;

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
        vault.close();
    }

    private OpenVault usual() {
        open = OpenVault.at(vault, folder);
        return open;
    }

    private static void issues(CertificationAuthority authority) {
        assertThat(await(authority.issue(request()))).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void a_dead_address_is_passed_over() throws Exception {
        String dead;
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = "https://127.0.0.1:" + socket.getLocalPort();
        }

        issues(usual().with("addresses", dead + "," + vault.address()).open());
    }

    @Test
    void a_sealed_node_is_passed_over() {
        try (LoopbackVault sealed = LoopbackVault.start(vault.tls(), vault.tls().server())) {
            sealed.seal();

            issues(usual().with("addresses", sealed.address() + "," + vault.address())
                    .open());

            assertThat(sealed.count("login")).isEqualTo(1);
        }
    }

    @Test
    void nobody_listens_is_unavailable_and_heals() {
        CertificationAuthority authority = usual().open();
        issues(authority);
        vault.stop();
        assertThat(failureOf(authority.issue(request())).kind())
                .isIn(CaException.Kind.UNAVAILABLE, CaException.Kind.UNKNOWN);
        assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
        vault.resume();

        issues(authority);
    }

    @Test
    void a_connection_that_breaks_before_the_request_is_tried_once_more() throws Exception {
        try (ServerSocket slams = new ServerSocket(0)) {
            Thread slamming = new Thread(() -> slam(slams));
            slamming.setDaemon(true);
            slamming.start();
            String address = "https://127.0.0.1:" + slams.getLocalPort();

            issues(usual().with("addresses", address + "," + vault.address()).open());
        }
    }

    /** Behind a full accept queue the kernel answers no handshake: the connection neither opens nor breaks. */
    @Test
    void connect_timeout_ends_the_wait_for_a_connection() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket second = new Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            CertificationAuthority authority = usual().with("addresses", "https://127.0.0.1:" + deaf.getLocalPort())
                    .with("connect-timeout", "1s")
                    .open();

            CaException failure = failureOf(authority.issue(request()));

            assertThat(failure.kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
            assertThat(failure).hasStackTraceContaining("ConnectTimeoutException");
        }
    }

    private static void slam(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.setSoLinger(true, 0);
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void F_23_a_redirect_to_a_listed_address_is_followed_once() {
        try (LoopbackVault active = LoopbackVault.start(vault.tls(), vault.tls().server())) {
            vault.next("login", request -> redirect(request, active));
            vault.next(SIGN, request -> redirect(request, active));

            issues(usual().with("addresses", vault.address() + "," + active.address())
                    .open());

            assertThat(active.engine().issued()).hasSize(1);
        }
    }

    @Test
    void F_23_T_27_a_redirect_to_another_host_is_not_followed() {
        try (LoopbackVault stranger =
                LoopbackVault.start(vault.tls(), vault.tls().server())) {
            CertificationAuthority authority = usual().open();
            vault.next(SIGN, request -> redirect(request, stranger));

            assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
            assertThat(stranger.count(SIGN)).isZero();
        }
    }

    private static void redirect(HttpServerRequest request, LoopbackVault to) {
        request.response()
                .setStatusCode(307)
                .putHeader("Location", to.address() + request.uri())
                .end();
    }

    @Test
    void F_24_a_certificate_of_another_name_is_refused() {
        assertRefused(vault.tls().serverOfAnotherName());
    }

    @Test
    void F_24_an_expired_certificate_is_refused() {
        assertRefused(vault.tls().expiredServer());
    }

    @Test
    void F_24_a_certificate_of_an_unknown_issuer_is_refused() {
        assertRefused(new LoopbackTls().server());
    }

    private void assertRefused(PemKeyCertOptions identity) {
        try (LoopbackVault wrong = LoopbackVault.start(vault.tls(), identity)) {
            CertificationAuthority authority =
                    usual().with("addresses", wrong.address().toString()).open();

            assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
            assertThat(failureOf(authority.caCertificates()).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
            assertThat(wrong.count("login")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vault.example:8200",
                "https://vault.example/v1",
                "https://user:password@vault.example",
                "https://vault.example?x=1",
                "file:///etc/passwd"
            })
    void T_27_an_address_is_https_and_nothing_else(String address) {
        OpenVault wrong = usual().with("addresses", address);

        assertThatThrownBy(wrong::open)
                .isInstanceOf(CaException.class)
                .hasMessageStartingWith("est.ca.test.vault.addresses: ")
                .hasMessageNotContaining("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mount", "role", "issuer-ref", "namespace", "auth.mount"})
    void T_27_a_path_cannot_leave_its_place(String key) {
        OpenVault wrong = usual().with(key, "pki/../sys");

        assertThatThrownBy(wrong::open).hasMessageStartingWith("est.ca.test.vault." + key + ": ");
    }

    @Test
    void a_missing_tls_configuration_is_named() {
        OpenVault wrong = usual().with("tls-configuration-name", "nowhere");

        assertThatThrownBy(wrong::open)
                .hasMessage("est.ca.test.vault.tls-configuration-name: there is no quarkus.tls.nowhere");
    }

    @Test
    void HTTP_2_works_too() {
        issues(usual().with("http2", "true").open());
    }

    @Test
    void HTTP_2_is_spoken_where_it_is_set_and_nowhere_else() {
        vault.always(
                "login",
                request -> LoopbackVault.respond(request, 400, LoopbackVault.error("asked by " + request.version())));
        assertThat(failureOf(usual().with("http2", "true").open().issue(request())))
                .hasStackTraceContaining("asked by HTTP_2");
        assertThat(failureOf(usual().open().issue(request()))).hasStackTraceContaining("asked by HTTP_1_1");
    }

    /** Vault answers once so many are asking as may, and a little later: one more would be seen. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void no_more_connections_are_used_at_once_than_are_set(int connections) {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        List<Integer> atOnce = new CopyOnWriteArrayList<>();
        vault.always(SIGN, request -> {
            held.add(request);
            if (held.size() == connections) {
                OpenVault.VERTX.setTimer(300, later -> {
                    List<HttpServerRequest> asking = List.copyOf(held);
                    held.clear();
                    atOnce.add(asking.size());
                    asking.forEach(each -> LoopbackVault.respond(each, 400, LoopbackVault.error("no")));
                });
            }
        });
        CertificationAuthority authority =
                usual().with("pool-size", Integer.toString(connections)).open();

        List<CompletionStage<Issuance>> asked = Stream.generate(() -> authority.issue(request()))
                .limit(2L * connections)
                .toList();

        assertThat(asked).allSatisfy(each -> assertThat(failureOf(each).kind()).isEqualTo(CaException.Kind.REFUSED));
        assertThat(atOnce).containsExactly(connections, connections);
    }

    @Test
    void an_engine_is_asked_at_its_mount() {
        assertThat(failureOf(usual().with("mount", "pki-factory").open().issue(request())))
                .hasStackTraceContaining("no handler for route /v1/pki-factory/");
    }

    @Test
    void a_login_is_asked_for_at_its_mount() {
        vault.always(
                "login",
                request -> LoopbackVault.respond(request, 400, LoopbackVault.error("asked at " + request.path())));

        assertThat(failureOf(usual().with("auth.mount", "factory").open().issue(request())))
                .hasStackTraceContaining("asked at /v1/auth/factory/login");
    }

    @Test
    void the_namespace_is_told() {
        vault.always("login", request -> {
            String namespace = request.getHeader("X-Vault-Namespace");
            LoopbackVault.respond(
                    request, "factory/est".equals(namespace) ? 503 : 400, LoopbackVault.error("told " + namespace));
        });

        CaException failure =
                failureOf(usual().with("namespace", "factory/est").open().issue(request()));

        assertThat(failure).hasStackTraceContaining("told factory/est");
    }
}
