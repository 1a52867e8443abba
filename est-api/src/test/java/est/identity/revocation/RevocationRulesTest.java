package est.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.device.TestLists;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationRulesTest {

    private static final TestAuthority CA = new TestAuthority("CN=Vendor");
    private static final URI LISTS = URI.create("http://vendor.example/ca.crl");

    @TempDir
    Path directory;

    /** Settings as they are read. */
    private record Given(
            Optional<List<URI>> crlUrls, Optional<URI> ocsp, Duration crlRefresh, Duration timeout, Duration ocspCache)
            implements RevocationSettings {

        @Override
        public Optional<List<Path>> crlFiles() {
            return Optional.empty();
        }

        @Override
        public UnknownStatus unknownStatus() {
            return UnknownStatus.REFUSE;
        }
    }

    private static Given given(URI list, URI responder) {
        return new Given(
                Optional.ofNullable(list).map(List::of),
                Optional.ofNullable(responder),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ZERO);
    }

    private static RevocationRule rule(RevocationSettings settings, Path... files) {
        return RevocationRules.of(
                "vendor",
                settings,
                List.of(files),
                Set.of(CA.certificate()),
                new BouncyCastleProvider(),
                Instant.now());
    }

    private static void refused(RevocationSettings settings, String message, Path... files) {
        assertThatThrownBy(() -> rule(settings, files))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.revocation.vendor" + message);
    }

    @Test
    void what_is_set_is_the_rule() {
        RevocationRule rule = rule(new Given(
                Optional.of(List.of(LISTS)),
                Optional.of(LISTS),
                Duration.ofMinutes(7),
                Duration.ofSeconds(8),
                Duration.ofSeconds(9)));
        assertThat(rule.downloads())
                .isEqualTo(new RevocationRule.Downloads(List.of(LISTS), Duration.ofMinutes(7), Duration.ofSeconds(8)));
        assertThat(rule.responder())
                .contains(new RevocationRule.Responder(LISTS, Duration.ofSeconds(9), Duration.ofSeconds(8)));
    }

    @Test
    void I_13_a_rule_without_any_source_is_refused() {
        refused(given(null, null), ": says nowhere to look");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ldap://vendor.example/ca",
                "/ca.crl",
                "http:ca.crl",
                "https://user:word@vendor.example/",
                "http://vendor.example/#part",
                "http://169.254.169.254/latest"
            })
    void T_27_an_address_that_is_none_is_refused(String address) {
        refused(given(URI.create(address), null), ".crl-urls: an address is");
        refused(given(null, URI.create(address)), ".ocsp: an address is");
    }

    @Test
    void I_13_durations_that_cannot_be_are_refused() {
        Given good = given(LISTS, null);
        refused(new Given(good.crlUrls(), good.ocsp(), Duration.ZERO, good.timeout(), Duration.ZERO), ".crl-refresh");
        refused(new Given(good.crlUrls(), good.ocsp(), good.crlRefresh(), Duration.ZERO, Duration.ZERO), ".timeout");
        refused(
                new Given(good.crlUrls(), good.ocsp(), good.crlRefresh(), good.timeout(), Duration.ofSeconds(-1)),
                ".ocsp-cache");
    }

    @Test
    void I_13_a_file_that_is_no_list_of_these_anchors_is_refused_by_name() throws IOException {
        Path file = directory.resolve("vendor.crl");
        refused(given(null, null), ".crl-files: " + file + " cannot be read", file);
        Files.write(file, TestLists.of(new TestAuthority("CN=Other")).revoking());
        refused(given(null, null), ".crl-files: " + file + " is not signed by", file);
        Files.write(file, TestLists.of(CA).revoking());
        assertThat(rule(given(null, null), file).lists()).hasSize(1);
    }

    @Test
    void I_6_a_list_that_has_ended_is_taken_at_start_and_makes_nobody_good() throws IOException {
        Path file = Files.write(
                directory.resolve("old.crl"),
                TestLists.of(CA).aged(Duration.ofDays(3), Duration.ofDays(1)).revoking());
        RevocationList list = rule(given(null, null), file).lists().get(0);
        assertThat(list.statusOf(CA.device("CN=device", TestAuthority.ecKeys()), Instant.now()))
                .isEqualTo(CertificateStatus.UNKNOWN);
    }
}
