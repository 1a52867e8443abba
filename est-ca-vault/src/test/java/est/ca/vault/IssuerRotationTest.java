package est.ca.vault;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static est.ca.vault.OutcomeTableTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates of a mount, and what roles do to a grant. */
class IssuerRotationTest {

    @TempDir
    private Path folder;

    private final LoopbackVault vault = LoopbackVault.start();
    private OpenVault open;

    @BeforeEach
    void prepare() {
        open = OpenVault.at(vault, folder);
    }

    @AfterEach
    void stop() {
        open.close();
        vault.close();
    }

    @Test
    void F_22_a_new_issuer_is_seen_and_the_old_one_stays() throws GeneralSecurityException {
        CertificationAuthority authority = open.open();
        X509Certificate before = await(authority.caCertificates()).issuing();
        LoopbackIssuer next = vault.engine().rotate();

        CaCertificates after = await(authority.caCertificates());

        assertThat(after.chain()).containsExactly(next.certificate, next.root);
        assertThat(after.rollover()).contains(before);
        Issuance.Issued issued = (Issuance.Issued) await(authority.issue(request()));
        issued.certificate().verify(after.issuing().getPublicKey());
        assertThat(issued.chain()).first().isEqualTo(next.certificate);
    }

    @Test
    void a_named_issuer_is_first_and_signs() {
        LoopbackIssuer first = vault.engine().issuer();
        vault.engine().rotate();

        CertificationAuthority authority = open.with("issuer-ref", "i1").open();

        assertThat(await(authority.caCertificates()).issuing()).isEqualTo(first.certificate);
        assertThat(await(authority.issue(request()))).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void a_root_the_mount_does_not_know_comes_from_a_file() throws Exception {
        LoopbackIssuer issuer = vault.engine().issuer();
        vault.always("issuers", 404, "");
        vault.always(
                "issuer",
                request -> LoopbackVault.respond(
                        request,
                        200,
                        new JsonObject()
                                .put(
                                        "data",
                                        new JsonObject().put("certificate", LoopbackTls.pem(issuer.certificate)))));
        assertThat(await(open.open().caCertificates()).chain()).containsExactly(issuer.certificate);
        Path anchors = folder.resolve("anchors.pem");
        Files.writeString(anchors, LoopbackTls.pem(issuer.root));

        CertificationAuthority authority =
                open.with("extra-trust-anchors", anchors.toString()).open();

        assertThat(await(authority.caCertificates()).chain()).containsExactly(issuer.certificate, issuer.root);
    }

    @Test
    void a_file_of_anchors_without_CA_certificates_is_refused() throws Exception {
        Path anchors = folder.resolve("anchors.pem");
        Files.writeString(anchors, LoopbackTls.pem(issue(open.open(), request())));
        open.with("extra-trust-anchors", anchors.toString());

        assertThatThrownBy(open::open).hasMessageContaining("est.ca.test.vault.extra-trust-anchors");
    }

    @Test
    void an_issuer_that_is_no_CA_is_a_defect() {
        CertificationAuthority authority = open.open();
        X509Certificate leaf = issue(authority, request());
        vault.always(
                "issuer",
                request -> LoopbackVault.respond(
                        request,
                        200,
                        new JsonObject().put("data", new JsonObject().put("certificate", LoopbackTls.pem(leaf)))));

        assertThat(failureOf(authority.caCertificates()).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
    }

    @Test
    void an_unreachable_Vault_does_not_stop_the_opening() {
        vault.stop();
        CertificationAuthority authority = open.open();

        assertThat(failureOf(authority.caCertificates()).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
        vault.resume();
        assertThat(await(authority.caCertificates()).chain()).hasSize(2);
    }

    @Test
    void a_role_that_cuts_the_validity_is_accepted() {
        vault.engine().signer().longest = Duration.ofDays(7);

        X509Certificate certificate = issue(open.open(), request());

        assertThat(certificate.getNotAfter())
                .isBeforeOrEqualTo(Date.from(Instant.now().plus(Duration.ofDays(7))));
    }

    @Test
    void the_validity_is_said_as_a_date_or_as_seconds() {
        IssuanceRequest request = request();
        issue(open.open(), request);
        X509Certificate certificate =
                issue(open.with("validity-parameter", "ttl").open(), request());

        assertThat(vault.posted().get(0).getString("not_after"))
                .isEqualTo(request.granted().notAfter().toString());
        assertThat(vault.posted().get(0).getMap()).doesNotContainKey("ttl");
        assertThat(vault.posted().get(1).getMap()).containsKey("ttl").doesNotContainKey("not_after");
        // never beyond the grant, a little inside is the margin for clocks
        assertThat(certificate.getNotAfter().toInstant())
                .isBetween(
                        request.granted().notAfter().minus(2, ChronoUnit.MINUTES),
                        request.granted().notAfter().plus(1, ChronoUnit.MINUTES));
    }

    @Test
    void the_OCSP_responder_is_that_of_the_mount() {
        assertThat(open.open().ocspResponder()).contains(URI.create(vault.address() + "/v1/pki/ocsp"));
    }

    @Test
    void what_the_token_may_not_do_is_no_ability() {
        CertificationAuthority authority = open.open();

        assertThat(authority.revocation()).isEmpty();
        assertThat(authority.issuedCertificates()).isEmpty();
    }

    @Test
    void F_18_an_unknown_outcome_is_found_by_its_key() {
        CertificationAuthority authority = open.with("lookup", "true").open();
        IssuanceRequest request = TestRequests.valid().askingForTheGrant().build();
        issue(authority, request());
        vault.engine().loseTheNextAnswer();
        assertThat(failureOf(authority.issue(request)).kind()).isEqualTo(CaException.Kind.UNKNOWN);

        assertThat(await(authority.issuedCertificates().orElseThrow().byPublicKey(request.publicKey())))
                .hasSize(1);
    }

    @Test
    void a_list_that_is_refused_tells_nothing() {
        CertificationAuthority authority = open.with("lookup", "true").open();
        vault.always("certs", 403, "permission denied");

        assertThat(failureOf(authority
                                .issuedCertificates()
                                .orElseThrow()
                                .byPublicKey(request().publicKey()))
                        .kind())
                .isEqualTo(CaException.Kind.UNAVAILABLE);
    }
}
