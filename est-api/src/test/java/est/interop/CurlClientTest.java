package est.interop;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.Credentials;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** curl and openssl, as recipes on the web have them. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class CurlClientTest {

    /** Reads an answer as the recipes do: base64, then certs-only CMS, then the certificates in PEM. */
    private static final String READ = " | openssl base64 -d | openssl pkcs7 -inform DER -print_certs ";

    private static final String NEW_KEY =
            "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout device.key -subj /CN=curl ";

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    Credentials credentials;

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void installed() {
        shell = Shell.in(directory, "curl", "openssl")
                .set("EST", "https://localhost:" + port + "/.well-known/est")
                .set("ROOT", root.toString())
                .set("SECRET", credentials.secret());
    }

    @Test
    void EST_CA_03_a_new_certificate_verifies_with_nothing_but_the_cacerts() {
        String verdict = shell.run(NEW_KEY + "-outform DER | openssl base64 -out device.csr\n"
                + "curl -sS --fail --cacert $ROOT $EST/cacerts" + READ + "-out cas.pem\n"
                + enroll("-H 'Content-Type: application/pkcs10' --data-binary @device.csr")
                + "openssl verify -CAfile $ROOT -untrusted cas.pem -purpose sslclient device.pem");
        assertThat(verdict).contains("device.pem: OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // as in the README
                "-outform DER | openssl base64 -out device.csr; SEND='--data-binary @device.csr'",
                // --data drops the line ends, and the form's media type comes with it
                "-outform DER | openssl base64 -out device.csr; SEND='--data @device.csr'",
                "-outform DER | base64 -w0 > device.csr; SEND='--data-binary @device.csr'",
                "-outform PEM -out device.csr; SEND='--data-binary @device.csr'",
                "-outform DER -out device.csr; SEND='--data-binary @device.csr'",
            })
    void EST_ENC_07_the_body_decides_its_own_form(String form) {
        assertThat(enrolled(shell.run(NEW_KEY + form + "\n" + enroll("$SEND") + SHOW)))
                .contains("subject=CN = curl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tlsv1.2 --tls-max 1.2",
                "--tlsv1.3 --tls-max 1.3",
                "-H 'Expect: 100-continue'",
                "-H 'Content-Type: application/pkcs10; charset=utf-8'",
                "-H 'Content-Type:'",
                "-H 'Content-Transfer-Encoding: nonsense'",
                "-H 'Accept: text/html'",
                "-H 'Transfer-Encoding: chunked'",
                "--http1.0"
            })
    void EST_HTTP_03_04_06_07_options_of_curl_do_not_matter(String option) {
        assertThat(enrolled(shell.run(NEW_KEY + "-outform DER | openssl base64 -out device.csr\n"
                        + enroll(option + " --data-binary @device.csr") + SHOW)))
                .contains("subject=CN = curl");
    }

    @Test
    void EST_REN_05_the_certificate_just_obtained_renews_itself() {
        String shown = shell.run(NEW_KEY + "-outform DER | openssl base64 -out device.csr\n"
                + enroll("--data-binary @device.csr")
                + "openssl req -newkey rsa:2048 -nodes -keyout renewed.key -subj /CN=curl -outform DER"
                + " | openssl base64 -out renewed.csr\n"
                + "curl -sS --fail --cacert $ROOT --cert device.pem --key device.key --data-binary @renewed.csr"
                + " $EST/simplereenroll" + READ + "-out renewed.pem\n"
                + "openssl x509 -in renewed.pem -noout -pubkey > answered.pub\n"
                + "openssl pkey -in renewed.key -pubout | cmp - answered.pub\n"
                + "openssl x509 -in renewed.pem -noout -subject");
        assertThat(shown).contains("subject=CN = curl");
    }

    @Test
    void EST_ISS_12_openssl_shows_a_leaf_for_tls_clients_and_servers() {
        String shown = shell.run(NEW_KEY + "-outform DER | openssl base64 -out device.csr\n"
                + enroll("--data-binary @device.csr") + "openssl x509 -in device.pem -noout -text");
        assertThat(shown)
                .contains("Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "Subject: CN = curl")
                .contains("X509v3 Key Usage: critical", "TLS Web Server Authentication, TLS Web Client Authentication")
                .contains("X509v3 Authority Key Identifier", "X509v3 Subject Key Identifier")
                .doesNotContain("CA:TRUE");
    }

    @Test
    void EST_AUTH_13_a_secret_enrolls_one_key_only() {
        String status = shell.run(NEW_KEY + "-outform DER | openssl base64 -out device.csr\n"
                + enroll("--data-binary @device.csr") + NEW_KEY + "-outform DER | openssl base64 -out another.csr\n"
                + "curl -sS -o refusal -w '%{http_code} %{size_download}' --cacert $ROOT -u :$SECRET"
                + " --data-binary @another.csr $EST/simpleenroll");
        assertThat(status).isEqualTo("401 0");
    }

    @Test
    void EST_ENR_15_a_repeat_gets_the_same_certificate() {
        shell.run(NEW_KEY + "-outform DER | openssl base64 -out device.csr\n"
                + enroll("--data-binary @device.csr") + "cp device.pem first.pem\n"
                + enroll("--data-binary @device.csr") + "cmp first.pem device.pem");
    }

    private static final String SHOW = "openssl x509 -in device.pem -noout -subject -text";

    private static String enrolled(String shown) {
        assertThat(shown).contains("Issuer: CN = EST quick start issuing CA");
        return shown;
    }

    private static String enroll(String options) {
        return "curl -sS --fail --cacert $ROOT -u :$SECRET " + options + " $EST/simpleenroll" + READ
                + "-out device.pem\n";
    }
}
