package est.interop;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door's TLS as {@code openssl s_client} sees it. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class OpensslClientTest {

    private static final String CONNECT =
            "openssl s_client -connect 127.0.0.1:$PORT -servername localhost -CAfile $ROOT -verify_return_error ";

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void installed() {
        shell = Shell.in(directory, "openssl")
                .set("PORT", Integer.toString(port))
                .set("ROOT", root.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_2", "1_3"})
    void EST_TLS_02_tls_12_and_13_are_accepted(String version) {
        assertThat(shell.run(CONNECT + "-brief -tls" + version + " </dev/null 2>&1"))
                .contains("Protocol version: TLSv" + version.replace('_', '.'), "Verification: OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
    void EST_TLS_04_the_server_certificate_names_what_clients_connect_to(String host) {
        String check = host.equals("localhost") ? "-verify_hostname " : "-verify_ip ";
        assertThat(shell.run(CONNECT + "-brief " + check + host + " </dev/null 2>&1"))
                .contains("Verification: OK");
    }

    @Test
    void EST_TLS_04_the_server_certificate_is_that_of_a_registration_authority() {
        String shown = shell.run(
                CONNECT + "</dev/null 2>/dev/null | openssl x509 -noout -ext extendedKeyUsage,subjectAltName");
        assertThat(shown).containsAnyOf("CMC Registration Authority", "1.3.6.1.5.5.7.3.28");
        assertThat(shown).contains("TLS Web Server Authentication", "DNS:localhost", "IP Address:127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_2", "1_3"})
    void EST_TLS_05_a_client_certificate_is_asked_for_and_not_required(String version) {
        String shown = shell.run(CONNECT + "-tls" + version + " </dev/null 2>/dev/null");
        assertThat(shown)
                .contains("Requested Signature Algorithms:", "No client certificate CA names sent")
                .contains("Verify return code: 0 (ok)");
    }

    @Test
    void EST_TLS_13_a_client_cannot_renegotiate() {
        Shell.Outcome outcome = shell.attempt("(sleep 1; echo R; sleep 1; printf 'GET /.well-known/est/csrattrs"
                + " HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n'; sleep 1) | " + CONNECT + "-tls1_2");
        assertThat(outcome.everything()).contains("RENEGOTIATING").doesNotContain("204 No Content");
    }

    @Test
    void EST_TLS_16_no_ticket_allows_early_data() {
        String shown = shell.run("(printf 'GET /.well-known/est/csrattrs HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n';"
                + " sleep 1; echo Q) | " + CONNECT + "-tls1_3 2>/dev/null");
        assertThat(shown).contains("204 No Content").doesNotContainPattern("Max Early Data: [1-9]");
    }
}
