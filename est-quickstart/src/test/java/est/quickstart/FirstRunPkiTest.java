package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRunPkiTest {
    private static final Clock NOW = Clock.systemUTC();

    @TempDir
    private Path directory;

    @Test
    void the_server_certificate_chains_to_the_root() throws Exception {
        FirstRunPki pki = FirstRunPki.at(directory, Set.of("est.example.com"));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root(pki), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(PemFiles.readCertificates(pki.serverCertificates())),
                        parameters);
        assertThat(PemFiles.readCertificates(pki.issuingCertificates())).hasSize(2);
        assertThat(PemFiles.readCertificates(pki.issuingCertificates()).get(1)).isEqualTo(root(pki));
    }

    @Test
    void EST_TLS_04_the_server_certificate_is_marked_as_a_registration_authority() throws Exception {
        FirstRunPki pki = FirstRunPki.at(directory, Set.of());
        assertThat(server(pki).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.28");
    }

    @Test
    void the_server_certificate_names_the_host_and_loopback() throws Exception {
        FirstRunPki pki = FirstRunPki.at(directory, Set.of("EST.example.com", "not a name", "192.0.2.7"));
        assertThat(server(pki).getSubjectAlternativeNames())
                .extracting(entry -> String.valueOf(entry.get(1)))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "est.example.com", "192.0.2.7");
    }

    @Test
    void the_issuing_ca_issues_leaves_only_and_for_five_years() throws Exception {
        FirstRunPki pki = FirstRunPki.at(directory, Set.of());
        X509Certificate issuing =
                PemFiles.readCertificates(pki.issuingCertificates()).get(0);
        assertThat(issuing.getBasicConstraints()).isZero();
        assertThat(root(pki).getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(years(issuing)).isEqualTo(5);
        assertThat(years(root(pki))).isEqualTo(10);
    }

    @Test
    void keys_are_readable_by_their_owner_alone() throws IOException {
        FirstRunPki pki = FirstRunPki.at(directory, Set.of());
        for (Path key : List.of(pki.issuingKey(), pki.serverKey())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_later_run_uses_what_the_first_one_made() throws Exception {
        FirstRunPki first = FirstRunPki.at(directory, Set.of("a.example.com", "2001:db8::7"));
        X509Certificate server = server(first);
        FirstRunPki second = FirstRunPki.at(directory, Set.of("a.example.com", "2001:db8::7"));
        assertThat(second.rootSha256()).isEqualTo(first.rootSha256()).hasSize(95);
        assertThat(server(second)).isEqualTo(server);
    }

    @Test
    void another_host_name_gets_another_server_certificate_from_the_same_ca() throws Exception {
        FirstRunPki first = FirstRunPki.at(directory, Set.of("a.example.com"));
        X509Certificate server = server(first);
        FirstRunPki second = FirstRunPki.at(directory, Set.of("b.example.com"));
        assertThat(second.rootSha256()).isEqualTo(first.rootSha256());
        assertThat(server(second)).isNotEqualTo(server);
    }

    @Test
    void a_server_certificate_is_replaced_thirty_days_before_it_expires() throws Exception {
        X509Certificate server = server(FirstRunPki.at(directory, Set.of(), NOW));
        FirstRunPki.at(directory, Set.of(), Clock.offset(NOW, Duration.ofDays(330)));
        assertThat(server(FirstRunPki.at(directory, Set.of(), NOW))).isEqualTo(server);
        FirstRunPki due = FirstRunPki.at(directory, Set.of(), Clock.offset(NOW, Duration.ofDays(336)));
        assertThat(server(due)).isNotEqualTo(server);
    }

    @Test
    void an_attempt_cut_short_does_not_count() throws IOException {
        Files.createDirectory(directory.resolve("making-123"));
        Files.writeString(directory.resolve("making-123").resolve("root.pem"), "half");
        assertThat(FirstRunPki.at(directory, Set.of()).rootCertificate()).exists();
    }

    @Test
    void a_damaged_file_is_named_in_one_line() throws IOException {
        FirstRunPki pki = FirstRunPki.at(directory, Set.of());
        Files.writeString(pki.rootCertificate(), "garbage");
        assertThatThrownBy(() -> FirstRunPki.at(directory, Set.of()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("is damaged");
    }

    private static X509Certificate root(FirstRunPki pki) throws Exception {
        return PemFiles.readCertificates(pki.rootCertificate()).get(0);
    }

    private static X509Certificate server(FirstRunPki pki) throws Exception {
        return PemFiles.readCertificates(pki.serverCertificates()).get(0);
    }

    private static long years(X509Certificate certificate) {
        return Duration.between(
                                certificate.getNotBefore().toInstant(),
                                certificate.getNotAfter().toInstant())
                        .toDays()
                / 365;
    }
}
