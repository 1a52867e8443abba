package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.freshRsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several CAs at once: one with a local key, one behind a Vault. Clients cannot tell them apart. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class VaultEndToEndTest {

    private static final Duration AT_ALL = Duration.ofSeconds(30);
    private static final Duration OUTAGE =
            DurationConverter.parseDuration(System.getProperty("test.vault.outage", "3s"));
    private static final int CLIENTS = 8;
    private static final String LOCAL = "/.well-known/est";
    private static final String VAULT = "/.well-known/est/cloud";
    private static final String ROLE = "/.well-known/est/ruled";

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @AfterEach
    void unseal() {
        VaultUnderTest.vault().unseal();
        VaultUnderTest.vault().dropsNames(false);
    }

    private Answer enroll(String label, String secret, CertificationRequests request) {
        return Device.at(port).withSecret(secret).post(label + "/simpleenroll", Device.base64(request.der()));
    }

    private HttpResponse<String> management(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The same script for both: enroll, repeat, build a path with /cacerts alone, renew, renew under another name. */
    @ParameterizedTest
    @ValueSource(strings = {LOCAL, VAULT})
    void EST_ENR_02_the_same_script_runs_on_a_local_CA_and_on_one_behind_Vault(String label) throws Exception {
        String secret = credentials.secret();
        CertificationRequests request = freshRsa("CN=swap1").withDnsName("swap1");
        Answer first = enroll(label, secret, request);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        X509Certificate certificate = first.certificate();
        assertThat(enroll(label, secret, request).text()).isEqualTo(first.text());

        List<X509Certificate> bag = Device.at(port).get(label + "/cacerts").certificates();
        certificate.verify(bag.get(0).getPublicKey());
        bag.get(0).verify(bag.get(1).getPublicKey());
        bag.get(1).verify(bag.get(1).getPublicKey());

        Device renewing = Device.at(port).with(request.keyPair().getPrivate(), certificate);
        Answer renewed = renewing.post(
                label + "/simplereenroll",
                Device.base64(ec("CN=swap1").withDnsName("swap1").der()));
        assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
        assertThat(renewed.certificate().getSubjectX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(renewed.certificate().getSerialNumber()).isNotEqualTo(certificate.getSerialNumber());
        assertThat(renewing.post(
                                label + "/simplereenroll",
                                Device.base64(ec("CN=swap2").der()))
                        .status())
                .isEqualTo(400);
    }

    /** Vault writes names in another string type than requests have, which must not make the device another holder of its key. */
    @ParameterizedTest
    @ValueSource(strings = {LOCAL, VAULT})
    void T_17_a_device_renews_with_the_key_it_has(String label) {
        CertificationRequests request = ec("CN=keeper").withDnsName("keeper");
        X509Certificate certificate =
                enroll(label, credentials.secret(), request).certificate();

        Answer renewed = Device.at(port)
                .with(request.keyPair().getPrivate(), certificate)
                .post(label + "/simplereenroll", Device.base64(request.der()));

        assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
        assertThat(renewed.certificate().getSerialNumber()).isNotEqualTo(certificate.getSerialNumber());
    }

    @Test
    void T_6_a_certificate_of_one_CA_does_not_renew_at_the_other() {
        CertificationRequests request = ec("CN=crossed");
        X509Certificate certificate =
                enroll(VAULT, credentials.secret(), request).certificate();

        Answer answer = Device.at(port)
                .with(request.keyPair().getPrivate(), certificate)
                .post(LOCAL + "/simplereenroll", Device.base64(request.der()));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void F_16_a_sealed_Vault_is_503_for_its_label_alone_and_heals() throws Exception {
        assertThat(enroll(VAULT, credentials.secret(), ec("CN=before")).status())
                .isEqualTo(200);
        VaultUnderTest.vault().seal();
        String secret = credentials.secret();
        long before = database.certificates();
        int signed = VaultUnderTest.vault().signatures();
        for (int i = 0; i < 8; i++) {
            assertThat(enroll(VAULT, secret, ec("CN=sealed" + i)).status()).isEqualTo(503);
        }
        assertThat(database.certificates()).isEqualTo(before);
        assertThat(VaultUnderTest.vault().signatures()).isEqualTo(signed);
        assertThat(Device.at(port).get(VAULT + "/cacerts").status()).isEqualTo(200);
        assertThat(enroll(LOCAL, credentials.secret(), ec("CN=unaffected")).status())
                .isEqualTo(200);
        assertDownInItsOwnGroupAlone();
        assertThat(management("/q/metrics").body())
                .containsPattern("est_ca_up\\{[^}]*ca=\"cloud\"[^}]*} 0")
                .containsPattern("est_ca_up\\{[^}]*ca=\"main\"[^}]*} 1")
                .containsPattern("est_ca_requests_total\\{[^}]*ca=\"cloud\"[^}]*outcome=\"unavailable\"")
                .containsPattern("est_ca_requests_total\\{[^}]*ca=\"cloud\"[^}]*outcome=\"away\"")
                .containsPattern("est_vault_request_duration_seconds_count\\{[^}]*ca=\"cloud\"[^}]*status=\"503\"");

        VaultUnderTest.vault().unseal();

        awaitEnrollment(secret);
        assertThat(management("/q/health/group/ca-cloud").statusCode()).isEqualTo(200);
    }

    @Test
    void T_23_while_its_CA_is_away_nothing_is_recorded_and_repeats_are_answered() {
        String spent = credentials.secret();
        CertificationRequests request = ec("CN=answered");
        Answer first = enroll(VAULT, spent, request);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        VaultUnderTest.vault().seal();
        String secret = credentials.secret();
        for (int i = 0; i < 8; i++) {
            assertThat(enroll(VAULT, secret, ec("CN=opens" + i)).status()).isEqualTo(503);
        }
        long before = database.number("select count(*) from est.enrollment");

        Answer refused = enroll(VAULT, secret, ec("CN=turned"));
        Answer repeat = enroll(VAULT, spent, request);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(database.number("select count(*) from est.enrollment")).isEqualTo(before);
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.text()).isEqualTo(first.text());
        VaultUnderTest.vault().unseal();
        awaitEnrollment(secret);
    }

    /** {@code -Dtest.vault.outage=1h} makes it long. */
    @Test
    void F_16_a_Vault_that_is_gone_under_load_takes_no_other_label_with_it() throws Exception {
        String secret = credentials.secret();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            VaultUnderTest.vault().stop();
            long end = System.nanoTime() + OUTAGE.toNanos();
            List<Future<Integer>> gone = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> knockUntil(end, secret, client)))
                    .toList();
            while (System.nanoTime() < end) {
                assertThat(enroll(LOCAL, credentials.secret(), ec("CN=unaffected"))
                                .status())
                        .isEqualTo(200);
            }
            for (Future<Integer> client : gone) {
                assertThat(client.get()).isPositive();
            }
        } finally {
            clients.shutdown();
            VaultUnderTest.vault().resume();
        }
        awaitEnrollment(credentials.secret());
    }

    /** How often it was told to come back. */
    private int knockUntil(long end, String secret, int client) {
        int times = 0;
        do {
            Answer answer = enroll(VAULT, secret, ec("CN=gone" + client));
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            times++;
        } while (System.nanoTime() < end);
        return times;
    }

    private void assertDownInItsOwnGroupAlone() throws Exception {
        assertThat(management("/q/health/group/ca-cloud").statusCode()).isEqualTo(503);
        assertThat(management("/q/health/group/ca-main").statusCode()).isEqualTo(200);
        assertThat(management("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(management("/q/health/live").statusCode()).isEqualTo(200);
    }

    private void awaitEnrollment(String secret) {
        long end = System.nanoTime() + AT_ALL.toNanos();
        CertificationRequests request = ec("CN=healed");
        Answer answer = enroll(VAULT, secret, request);
        while (answer.status() != 200 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            answer = enroll(VAULT, secret, request);
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void a_role_signs_what_was_granted() throws Exception {
        Answer answer = enroll(ROLE, credentials.secret(), ofTheRole("ruled1"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=ruled1,O=Example");
        assertThat(answer.certificate().getSubjectAlternativeNames()).containsExactly(List.of(2, "ruled1"));
    }

    /** The certificate exists, so the enrollment is not forgotten; the audit names what was wrong with it. */
    @Test
    void I_5_a_role_that_drops_a_name_has_nothing_delivered_and_the_audit_says_so() throws Exception {
        String secret = credentials.secret();
        long certificates = database.certificates();
        VaultUnderTest.vault().dropsNames(true);

        Answer answer = enroll(ROLE, secret, ofTheRole("ruled2"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(database.certificates()).isEqualTo(certificates);
        assertThat(database.number("select count(*) from est.audit_event a join est.enrollment e on e.id = a.enrollment"
                        + " where a.label = 'ruled' and a.event = 'MISMATCH' and e.state = 'UNKNOWN'"
                        + " and a.reason like 'MISMATCH: serial % differs from the grant: %'"))
                .isEqualTo(1);
        assertThat(management("/q/metrics").body())
                .containsPattern("est_ca_mismatch_total\\{[^}]*ca=\"ruled\"[^}]*} 1");
    }

    /** A role that says O=Example and digitalSignature. */
    private static CertificationRequests ofTheRole(String name) {
        return ec("O=Example,CN=" + name).withDnsName(name);
    }

    @Test
    void a_request_the_mode_cannot_express_is_refused_and_nothing_is_sent() {
        int signed = VaultUnderTest.vault().signatures();

        Answer answer = enroll(
                VAULT, credentials.secret(), ec("CN=copied").withExtension("1.2.3.4.5", false, new byte[] {5, 0}));

        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains("1.2.3.4.5");
        assertThat(VaultUnderTest.vault().signatures()).isEqualTo(signed);
    }
}
