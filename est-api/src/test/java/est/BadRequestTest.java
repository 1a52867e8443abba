package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input at the door of a whole server: a clear answer, nothing issued, the secret still good, the server well. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class BadRequestTest {

    private static final String SIMPLEENROLL = "/.well-known/est/simpleenroll";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount issued;

    private long before;
    private String secret = "";

    @BeforeEach
    void count() {
        before = issued.certificates();
        secret = credentials.secret();
    }

    @AfterEach
    void nothing_was_issued_and_the_secret_is_still_good() {
        assertThat(issued.certificates()).isEqualTo(before);
        assertThat(device().enroll(ec("CN=afterwards").der()).status()).isEqualTo(200);
    }

    private Device device() {
        return Device.at(port).withSecret(secret);
    }

    private static void refused(Answer answer, int status, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.text()).contains(because).hasLineCount(1);
        assertThat(answer.text()).contains(answer.header("Request-Id").orElseThrow());
    }

    private void refused(CertificationRequests request, int status, String because) {
        refused(device().enroll(request.der()), status, because);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "MIIB-_", "MIIBAA", "", "   \r\n"})
    void EST_ENC_06_what_is_not_base64_is_400(String body) {
        refused(device().post(SIMPLEENROLL, body.getBytes(StandardCharsets.UTF_8)), 400, "");
    }

    @Test
    void EST_ENR_03_what_is_not_der_is_400() {
        refused(device().post(SIMPLEENROLL, Device.base64("no request".getBytes(StandardCharsets.UTF_8))), 400, "");
    }

    @Test
    void EST_ENR_03_trailing_octets_are_400() {
        refused(device().enroll(ec("CN=a").derWithTrailingOctet()), 400, "");
    }

    @Test
    void EST_ENR_04_a_wrong_signature_is_400() {
        refused(ec("CN=a").withBrokenSignature(), 400, "signature");
    }

    @Test
    void T_21_the_kind_of_a_key_is_judged_before_its_signature() {
        refused(ec("CN=a", "secp521r1").withBrokenSignature(), 400, "does not allow keys of kind P-521");
    }

    @Test
    void EST_ENR_05_a_sha1_signature_is_400() {
        refused(rsa("CN=a", 2048).signedWith("SHA1withRSA"), 400, "SHA-256");
    }

    @Test
    void EST_ENR_05_an_rsa_key_of_1024_bits_is_400() {
        refused(rsa("CN=a", 1024), 400, "RSA");
    }

    @Test
    void EST_ENR_05_an_rsa_exponent_of_one_is_400() {
        refused(rsa("CN=a", 2048).withRsaExponent(2048, 1), 400, "exponent");
    }

    @Test
    void T_14_a_point_off_the_curve_is_400() {
        refused(ec("CN=a").withPointOffCurve(), 400, "curve");
    }

    @Test
    void T_12_a_smuggled_ca_certificate_is_400() {
        refused(ec("CN=a").withCaTrue(), 400, "CA certificate");
    }

    @Test
    void T_13_a_nul_in_a_name_is_400() {
        var name = new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String("device1\u0000.example"))});
        refused(ec("CN=a").withSubject(name), 400, "");
    }

    @Test
    void EST_HTTP_03_a_wrong_media_type_is_415() {
        Answer answer = device().send(
                        "POST",
                        SIMPLEENROLL,
                        Map.of("Content-Type", "text/plain"),
                        Device.base64(ec("CN=a").der()));
        refused(answer, 415, "application/pkcs10");
    }

    @Test
    void EST_HTTP_10_a_body_over_64_KiB_is_413() {
        assertThat(device().post(SIMPLEENROLL, new byte[64 * 1024 + 1]).status())
                .isEqualTo(413);
    }

    @Test
    void T_19_white_space_counts() {
        byte[] request = Device.base64(ec("CN=a").der());
        byte[] body = new byte[64 * 1024 + 1];
        java.util.Arrays.fill(body, (byte) ' ');
        System.arraycopy(request, 0, body, 0, request.length);
        assertThat(device().post(SIMPLEENROLL, body).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip"})
    void T_19_an_encoded_body_is_415(String encoding) {
        Answer answer = device().send(
                        "POST",
                        SIMPLEENROLL,
                        Map.of("Content-Encoding", encoding),
                        Device.base64(ec("CN=a").der()));
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void EST_HTTP_02_a_wrong_method_is_405_with_Allow() {
        Answer answer = device().get(SIMPLEENROLL);
        refused(answer, 405, "method");
        assertThat(answer.header("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/.well-known/est",
                "/.well-known/est/",
                "/.well-known/est/nosuch",
                "/.well-known/est/simpleenroll/",
                "/.well-known/est//simpleenroll",
                "//.well-known/est/simpleenroll",
                "/.well-known/est%2Fsimpleenroll",
                "/.well-known/est/simpleenroll;x",
                "/.well-known/est/simpleenroll%3Bx",
                "/.well-known/est/simpleenroll.",
                "/.well-known/est/./simpleenroll",
                "/.well-known/est/x/../simpleenroll",
                "/.well-known/est/Simpleenroll",
                "/.well-known/est/%73impleenroll",
                "/.well-known/est/simpleenroll%00",
                "/.well-known/est\\simpleenroll",
                "/.well-known/est/simpleenroll%5C",
                "/.well-known/est/%2e/simpleenroll",
                "https://localhost/.well-known/est/simpleenroll",
                "/.well-known/est/nosuchlabel/simpleenroll",
                "/.well-known/est/default/simpleenroll",
                "/.well-known/est/memory/x/simpleenroll",
                "/.well-known/est/%C0%AFsimpleenroll"
            })
    void T_4_every_other_spelling_of_a_path_is_404(String target) {
        refused(device().post(target, Device.base64(ec("CN=a").der())), 404, "no such");
    }

    @Test
    void EST_HTTP_11_the_query_is_ignored() {
        assertThat(Device.at(port).get("/.well-known/est/cacerts?x=y").status()).isEqualTo(200);
    }

    @Test
    void EST_LBL_03_an_unknown_label_is_404_before_authentication() {
        assertThat(Device.at(port)
                        .post("/.well-known/est/nosuchlabel/simpleenroll", new byte[0])
                        .status())
                .isEqualTo(404);
    }

    @Test
    void EST_SKG_01_serverkeygen_is_501() {
        refused(device().post("/.well-known/est/serverkeygen", new byte[0]), 501, "serverkeygen");
    }

    @Test
    void EST_ATT_01_csrattrs_without_wishes_is_204() {
        Answer answer = Device.at(port).get("/.well-known/est/csrattrs");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void EST_POP_07_a_wrong_challenge_password_is_403() {
        refused(ec("CN=a").withChallengePassword("AAAAAAAAAAAAAAAA"), 403, "linking of identity and possession");
    }
}
