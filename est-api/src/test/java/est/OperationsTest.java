package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Credentials;
import est.device.Device;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What operators see: health and metrics on the management door. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class OperationsTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    Credentials credentials;

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void I_15_a_running_server_is_live_and_ready() throws Exception {
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/q/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(ready.body()).contains("database", "certification authorities", "EST door");
    }

    @Test
    void requests_and_certificates_are_counted_and_timed() throws Exception {
        Device.at(port).withSecret(credentials.secret()).enroll(ec("CN=counted").der());
        Device.at(port).enroll(ec("CN=counted").der());
        String metrics = get("/q/metrics").body();
        assertThat(metrics)
                .containsPattern("est_requests_total\\{[^}]*operation=\"simpleenroll\"[^}]*status=\"200\"")
                .containsPattern("est_requests_total\\{[^}]*operation=\"simpleenroll\"[^}]*status=\"401\"")
                .containsPattern("est_request_duration_seconds_count\\{[^}]*operation=\"simpleenroll\"")
                .containsPattern("est_certificates_issued_total\\{[^}]*ca=\"main\"[^}]*label=\"default\"")
                .containsPattern("est_ca_mismatch_total\\{[^}]*ca=\"main\"[^}]*} 0")
                .containsPattern("est_tls_engine_info\\{[^}]*engine=\"(conscrypt|jdk)\"[^}]*} 1");
    }

    @Test
    void F_27_the_ends_of_certificates_and_the_state_of_the_configuration_are_told() throws Exception {
        String metrics = get("/q/metrics").body();
        double now = Instant.now().getEpochSecond();
        assertThat(value(metrics, "est_tls_certificate_expiry_timestamp_seconds\\{?.*\\}?"))
                .isGreaterThan(now);
        assertThat(value(metrics, "est_ca_certificate_expiry_timestamp_seconds\\{.*ca=\"main\".*\\}"))
                .isGreaterThan(now);
        assertThat(value(metrics, "est_configuration_loaded_timestamp_seconds\\{.*part=\"settings\".*\\}"))
                .isBetween(now - 86_400, now);
        assertThat(value(metrics, "est_configuration_reloads_total\\{.*part=\"certificate\".*result=\"refused\".*\\}"))
                .isNotNegative();
    }

    private static double value(String metrics, String meter) {
        Matcher line =
                Pattern.compile("^" + meter + " (\\S+)$", Pattern.MULTILINE).matcher(metrics);
        assertThat(line.find()).as(meter).isTrue();
        return Double.parseDouble(line.group(1));
    }

    @Test
    void I_10_a_metric_names_no_device() throws Exception {
        Device.at(port)
                .withSecret(credentials.secret())
                .enroll(ec("CN=unmistakable").der());
        assertThat(get("/q/metrics").body()).doesNotContain("unmistakable");
    }
}
